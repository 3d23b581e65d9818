// Why a Space does not get up, in words for a person, with the lines that say so and what one click may change. It
// believes the lines of its logs first, then what the Hub says of it. Pure: it reads nothing but what it is given.
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';

export interface FailureEvidence {
  /** The Hub's own word. */
  stage: string;
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

/** Null where its stage is no failure and it is not on its way for too long. */
export function explainFailure(given: FailureEvidence): SpaceFailure | null {
  const log = given.run.length > 0 ? 'run' : 'build';
  if (!given.stage.endsWith('ERROR') && given.stage !== 'NO_APP_FILE') return null;
  return {
    kind: 'other',
    sentence: given.errorMessage ?? 'The app stopped with an error.',
    lines: given[log].slice(-30),
    log,
    remedies: [],
  };
}
