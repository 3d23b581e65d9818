// Where a text that should be a JSON object is not one. The browsers' own
// messages name the place in three ways or not at all, so it is looked up.
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';

export interface JsonFault {
  /** One sentence without the place. */
  reason: string;
  /** From 1. Null where the whole is wrong and no place in it. */
  line: number | null;
  column: number | null;
  /** In UTF-16 units, to put the caret there. */
  offset: number;
}

/** Null when the text is a JSON object. */
export function jsonFault(text: string): JsonFault | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return faultAt(text, firstError(text));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return null;
  return { reason: 'A row must be an object: { … } with named columns.', line: null, column: null, offset: 0 };
}

/** Undefined for what only JSON.parse refuses: a byte order mark, for instance. */
function firstError(text: string): ParseError | undefined {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  return errors[0];
}

function faultAt(text: string, error: ParseError | undefined): JsonFault {
  const offset = error?.offset ?? 0;
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return {
    reason: reasonOf(error && printParseErrorCode(error.error), text.charAt(offset)),
    line,
    column: offset - before.lastIndexOf('\n'),
    offset,
  };
}

/** `code` is the parser's own word. */
function reasonOf(code: string | undefined, found: string): string {
  switch (code) {
    case 'PropertyNameExpected':
      return found === '}' ? 'There is a comma too many before the end.' : 'A name in double quotes is expected here.';
    case 'ValueExpected':
      return found === ']' || found === '}'
        ? 'There is a comma too many, or a value is missing.'
        : 'A value is expected here.';
    case 'ColonExpected':
      return 'A colon is missing between name and value.';
    case 'CommaExpected':
      return 'A comma is missing here.';
    case 'CloseBraceExpected':
      return 'A closing } is missing.';
    case 'CloseBracketExpected':
      return 'A closing ] is missing.';
    case 'EndOfFileExpected':
      return 'Something stands after the end of the object.';
    case 'InvalidCommentToken':
      return 'JSON has no comments.';
    case 'UnexpectedEndOfString':
      return 'The text is not closed with a double quote.';
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return 'This is not a number as JSON writes them.';
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter':
      return 'JSON has no such escape after a backslash.';
    case 'InvalidCharacter':
      return 'A line end or control character inside a text must be written as an escape, such as \\n.';
    default:
      return 'This is no JSON.';
  }
}
