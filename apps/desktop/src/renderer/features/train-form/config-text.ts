// A configuration as text somebody can edit and share: JSON or YAML. Both are
// read by the same reader, which knows where in the text a value stands.
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { type Document, isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { checkConfig } from './check-config.ts';

export type TextFormat = 'json' | 'yaml';

export interface TextProblem {
  /** From 1; null where the text as a whole is meant. */
  line: number | null;
  column: number | null;
  message: string;
}

export type ReadText =
  { config: RunConfig; problems?: undefined } | { config?: undefined; problems: readonly TextProblem[] };

/** No configuration is anywhere near this long, and reading a longer text would hold the page up. */
const longestText = 1_000_000;

/** In the order one would tell it. */
const written = [
  'version',
  'name',
  'model',
  'dataset',
  'method',
  'tuning',
  'reward',
  'parameters',
  'output',
  'flavor',
  'timeoutSeconds',
  'payer',
  'keepCheckpoints',
  'giveToken',
  'secrets',
  'environment',
  'volumes',
  'labels',
  'script',
] as const satisfies readonly (keyof RunConfig)[];

/** Without the script, which has a place of its own; with it where the text is to be a file. */
export function writeConfig(config: RunConfig, format: TextFormat, withScript = false): string {
  const value = Object.fromEntries(
    written.flatMap((key) => (key === 'script' && (!withScript || config.script === null) ? [] : [[key, config[key]]])),
  );
  return format === 'json' ? `${JSON.stringify(value, null, 2)}\n` : stringify(value, { lineWidth: 100 });
}

/** What the text leaves out stays as in `standing`. */
export function readConfig(text: string, standing: RunConfig): ReadText {
  if (text.trim() === '') return { problems: [whole('There is nothing here.')] };
  if (text.length > longestText) return { problems: [whole('This is too long to be a configuration.')] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.slice(0, 5).map(({ pos: [at], message }) => ({
        ...place(lines, at),
        message: /[.!?]$/.test(message) ? message : `${message}.`,
      })),
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch {
    return { problems: [whole('It refers to itself too often to be read.')] };
  }
  const { config, problems } = checkConfig(value, standing);
  if (config) return { config };
  return { problems: problems.map(({ path, message }) => ({ ...placeOf(document, lines, path), message })) };
}

function placeOf(document: Document, lines: LineCounter, path: readonly string[]) {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node: unknown = document.getIn(keys, true);
    if (isNode(node) && node.range) return place(lines, node.range[0]);
  }
  return { line: null, column: null };
}

function place(lines: LineCounter, offset: number) {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function whole(message: string): TextProblem {
  return { line: null, column: null, message };
}
