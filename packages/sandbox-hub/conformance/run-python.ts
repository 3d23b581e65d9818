// Runs a Python program of the conformance suite and collects what it proved.
import { spawn } from 'node:child_process';
import { z } from 'zod';

const passedLine = z.object({ passed: z.string() });

export interface PythonRun {
  /** The rows that the program printed, one for each thing that it proved. */
  passed: string[];
  errors: string;
  code: number | null;
}

/**
 * Runs in an environment of exactly these variables; `given` goes in on standard input. `onLine` is told each line as
 * it comes, so that a test can act between two steps.
 */
export function runPython(
  python: string,
  script: string,
  given: object,
  env: Record<string, string>,
  onLine: (line: string) => void = () => {},
): Promise<PythonRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script], { env });
    let [output, errors] = ['', ''];
    let seen = 0;
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString();
      const lines = output.split('\n');
      for (; seen < lines.length - 1; seen += 1) onLine(lines[seen] ?? '');
    });
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      const rows = output.split('\n').flatMap((line) => {
        const row = line.startsWith('{"passed"') ? passedLine.safeParse(JSON.parse(line)) : undefined;
        return row?.success ? [row.data.passed] : [];
      });
      resolve({ passed: rows, errors, code });
    });
    child.stdin.end(JSON.stringify(given));
  });
}

/** The variables that a Hub client in Python is given: this Sandbox, nothing of the person's own. */
export function pythonVariables(hub: { url: string }, home: string, token?: string): Record<string, string> {
  return {
    HF_ENDPOINT: hub.url,
    HF_HOME: home,
    HF_HUB_DISABLE_TELEMETRY: '1',
    HF_HUB_DISABLE_UPDATE_CHECK: '1',
    // Nothing is left beside the programs of the suite.
    PYTHONDONTWRITEBYTECODE: '1',
    NO_PROXY: '127.0.0.1',
    ...(token === undefined ? {} : { HF_TOKEN: token }),
  };
}
