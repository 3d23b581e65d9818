// Why a Space does not get up, in words for a person, with the lines that say so and what one click may change. It
// believes what the Hub says of it first, then the last sign in its logs. Pure: it reads nothing but what it is given.
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { explainConfig } from './explain-config.ts';
import { failingLines, lastFailingLines, placeInApp } from './failing-lines.ts';
import { type Explained, type FailureCase, failureCase, type FailureEvidence } from './failure-case.ts';
import { noAppFile } from './app-signs.ts';
import { signs } from './failure-signs.ts';
import * as help from './space-remedies.ts';

export type { FailureEvidence } from './failure-case.ts';

type Log = 'build' | 'run';

/** After so long on its way, something is stuck. */
export const stuckAfterMs = 30 * 60_000;
const longestSaid = 300;

/**
 * Null where its stage is no failure, the Hub says of none, and it is not on its way for too long. An app that is up and
 * did not answer a question is explained by what it answered, given as `errorMessage`.
 */
export function explainFailure(given: FailureEvidence): SpaceFailure | null {
  const { stage, errorMessage, stuckMs = 0 } = given;
  const { tone, moving, up } = stageWords(stage);
  const isBad = tone === 'bad' || /ERROR|FAIL/.test(stage);
  const isStuck = moving && !up && stuckMs >= stuckAfterMs;
  if (!isBad && !isStuck && errorMessage === null) return null;
  const space = failureCase(given);
  if (stage === 'NO_APP_FILE') return failure(noAppFile(space, space.appFile), null, []);
  const said = explainedBy(space, 'said');
  if (said) return failure(said.explained, null, said.lines);
  if (stage === 'CONFIG_ERROR') return failure(explainConfig(space), null, []);
  if (isStuck && errorMessage === null) {
    const log = stage === 'APP_STARTING' ? 'run' : 'build';
    return failure(stuck(space, stuckMs), log, lastFailingLines(space.lines[log]));
  }
  for (const log of logsOf(space)) {
    const found = explainedBy(space, log);
    if (found) return failure(found.explained, log, found.lines);
  }
  const log = logsOf(space).find((each) => space.lines[each].length > 0) ?? null;
  const lines = log === null ? [] : lastFailingLines(space.lines[log]);
  return failure(unknown(space, log), log, lines);
}

/** The last line that is a sign: what came before it may have been got over. */
function explainedBy(space: FailureCase, source: Log | 'said'): { explained: Explained; lines: string[] } | null {
  const lines = space.lines[source];
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const text = lines[at] ?? '';
    for (const { pattern, explain } of signs) {
      const match = pattern.exec(text);
      const explained = match === null ? null : explain(space, { match, lines, at });
      // One line of the Hub's is in the sentence already.
      if (explained !== null)
        return { explained, lines: source === 'said' && lines.length === 1 ? [] : failingLines(lines, at) };
    }
  }
  return null;
}

function logsOf({ stage }: FailureCase): Log[] {
  return stage.includes('BUILD') ? ['build'] : ['run', 'build'];
}

function failure({ kind, sentence, remedies, lines: own }: Explained, log: Log | null, lines: string[]): SpaceFailure {
  return { kind, sentence, lines: own ?? lines, log, remedies };
}

function stuck({ stage }: FailureCase, stuckMs: number): Explained {
  const doing = stage === 'APP_STARTING' ? 'starting' : 'building';
  return {
    kind: 'stuck',
    sentence: `It has been ${doing} for ${Math.floor(stuckMs / 60_000)} minutes, which is longer than it should take.`,
    remedies: [help.rebuild('Begins anew with an empty machine.'), help.restart('In case only the start hangs.')],
  };
}

/** With the last thing it said. */
function unknown(space: FailureCase, log: Log | null): Explained {
  const lines = log === null ? space.lines.said : space.lines[log];
  const at = lines.findLastIndex((line) => /^(?:\w+\.)*\w*(?:Error|Exception)\b/.test(line));
  const said = (lines[at] ?? space.lines.said.find((line) => line.trim() !== '') ?? '').trim().slice(0, longestSaid);
  const { up, sentence } = stageWords(space.stage);
  const place = at < 0 ? null : placeInApp(lines, at, space.files);
  const whole = up ? 'The app did not answer.' : sentence;
  const again =
    log === 'build'
      ? help.rebuild('Some failures pass by themselves.')
      : help.restart('Some failures pass by themselves.');
  return {
    kind: up ? 'no-answer' : 'other',
    sentence: said === '' ? whole : `${whole} It said: ${said}`,
    remedies: [...(place === null ? [] : [help.edit(place.path, place.line, 'It is where the app stopped.')]), again],
  };
}
