// What is new of a log, in pieces that a frame to the page carries.
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import type { LogPart } from './log-end.ts';

export const pieceLines = 500;

export function* piecesOf(part: LogPart | null): Generator<LogPiece> {
  for (let at = 0; part !== null && at < part.lines.length; at += pieceLines) {
    yield { from: part.from + at, lines: part.lines.slice(at, at + pieceLines), state: 'live' };
  }
}
