// How grave a line of a log is, guessed from its words, as Python's logging, its tracebacks and warnings, uv and pip
// write them. A guess: nothing is left out because of it but what a person filters.
import type { LogLevel } from '@hubdesk/shared/train/run';
import { withoutColours } from './clean-line.ts';

const telling = /error|exception|traceback|warn|critical|fatal|debug|hint|×|"k":"e/i;

const errors: readonly RegExp[] = [
  // `ERROR:root:…`, `[ERROR]`, `2026-01-01 12:00:00 - name - ERROR - …`, `E0101 12:00:00` is too rare to guess.
  /^.{0,120}?(?<![\w"'.=-])(?:ERROR|CRITICAL|FATAL)(?![\w"'=])/,
  // uv, pip, compilers, shells.
  /^\s*(?:error|fatal|fatal error)(?:\[[\w-]+\])?:/i,
  /^\s*×\s/,
  // The last line of a traceback: `torch.OutOfMemoryError: …`, `KeyboardInterrupt` is somebody's wish.
  /^(?:\w+\.)*\w*(?:Error|Exception)(?::|$)/,
];
const warnings: readonly RegExp[] = [
  /^.{0,120}?(?<![\w"'.=-])(?:WARNING|WARN)(?![\w"'=])/,
  /^\s*warning(?:\[[\w-]+\])?:/i,
  /\b\w*Warning: /,
];
const debugging: readonly RegExp[] = [/^.{0,120}?(?<![\w"'.=-])DEBUG(?![\w"'=])/, /^\s*debug:/i];

const tracebackBegins = /^\s*(?:[|+ ]*)Traceback \(most recent call last\):/;
const between =
  /^(?:\s|$|During handling of the above exception|The above exception was the direct cause|[|+ ]+-*\d* -)/;

export interface LevelGuess {
  /** Of the next line. */
  next(text: string): LogLevel;
}

export function createLevelGuess(): LevelGuess {
  let inTraceback = false;

  function next(coloured: string): LogLevel {
    if (!inTraceback && !telling.test(coloured)) return 'info';
    const text = withoutColours(coloured);
    if (tracebackBegins.test(text)) {
      inTraceback = true;
      return 'error';
    }
    if (inTraceback) {
      if (between.test(text)) return 'error';
      inTraceback = false;
      // Whatever stands at the margin behind a traceback is its exception.
      if (/^[A-Za-z_][\w.]*(?::|$)/.test(text)) return 'error';
    }
    if (errors.some((pattern) => pattern.test(text))) return 'error';
    if (warnings.some((pattern) => pattern.test(text))) return 'warning';
    return debugging.some((pattern) => pattern.test(text)) ? 'debug' : 'info';
  }

  return { next };
}
