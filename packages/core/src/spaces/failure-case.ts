// A failing Space while it is explained: what is known of it, put so that it can be asked.
import type { SpaceFailure, SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { withoutColours } from '../train/log/clean-line.ts';

export interface FailureEvidence {
  /** The Hub's own word. */
  stage: string;
  /** What the Hub says of it, or what the app answered a question with; cleaned and redacted. */
  errorMessage: string | null;
  /** Last lines of both logs, cleaned and redacted. */
  build: readonly string[];
  run: readonly string[];
  /** By path: README.md, requirements.txt, the app file, as far as they are there. */
  files: ReadonlyMap<string, string>;
  /** The flavor it shall run on. */
  hardware: string | null;
  /** `namespace/name`. */
  space: string;
  hubUrl: string;
  /** How long it has been on its way, where that is known. */
  stuckMs?: number;
}

export interface FailureCase extends FailureEvidence {
  /** Of the latest build or start alone, without colours. */
  lines: { build: readonly string[]; run: readonly string[]; said: readonly string[] };
  appFile: string;
  /** Null where it was not given. */
  appText: string | null;
  requirements: string | null;
  readme: string | null;
}

export type Explained = Pick<SpaceFailure, 'kind' | 'sentence' | 'remedies'> & {
  /** In the place of the lines around the sign. */
  lines?: string[];
};

const mostLooked = 500;
/** Patterns are asked of so much of a line. */
const longestLooked = 1_000;

export function failureCase(given: FailureEvidence): FailureCase {
  const readme = given.files.get('README.md') ?? null;
  const named = /^app_file:\s*["']?([\w./-]+)/m.exec(readme ?? '')?.[1];
  const appFile = named ?? (/^sdk:\s*["']?docker/m.test(readme ?? '') ? 'Dockerfile' : 'app.py');
  return {
    ...given,
    lines: {
      build: latest(given.build, /^=+ Build Queued at /),
      run: latest(given.run, /^=+ Application Startup at /),
      said: given.errorMessage === null ? [] : looked(given.errorMessage.split(/\r?\n/)),
    },
    appFile,
    appText: given.files.get(appFile) ?? null,
    requirements: given.files.get('requirements.txt') ?? null,
    readme,
  };
}

/** Whether the app reads this variable; also where its text was not given. */
export function readsVariable({ appText }: FailureCase, name: string): boolean {
  return appText === null || appText.includes(name);
}

export function isRemedy(remedy: SpaceRemedy | null): remedy is SpaceRemedy {
  return remedy !== null;
}

function latest(lines: readonly string[], banner: RegExp): string[] {
  const plain = looked(lines);
  return plain.slice(
    Math.max(
      0,
      plain.findLastIndex((line) => banner.test(line)),
    ),
  );
}

function looked(lines: readonly string[]): string[] {
  return lines.slice(-mostLooked).map((line) => withoutColours(line).slice(0, longestLooked));
}
