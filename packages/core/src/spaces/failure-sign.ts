// One sign by which a tool says what went wrong, and what several kinds of signs need to say what helps.
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import type { Explained, FailureCase } from './failure-case.ts';
import { placeInApp } from './failing-lines.ts';
import * as help from './space-remedies.ts';

export interface Found {
  match: RegExpExecArray;
  lines: readonly string[];
  at: number;
}

export interface Sign {
  /** Looks at one line, in time that grows with its length alone. */
  pattern: RegExp;
  /** Null: it was something else after all. */
  explain(space: FailureCase, found: Found): Explained | null;
}

/** The innermost line of the app's own that an error came through. */
export function editPlace(space: FailureCase, { lines, at }: Found, why: string): SpaceRemedy {
  const place = placeInApp(lines, at, space.files);
  return help.edit(place?.path ?? space.appFile, place?.line ?? null, why);
}

/** From 1. */
export function lineOf(text: string | null, pattern: RegExp): number | null {
  const at = text === null ? -1 : text.split('\n').findIndex((line) => pattern.test(line));
  return at < 0 ? null : at + 1;
}
