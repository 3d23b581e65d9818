// Everything that can be wrong with a row or a file, as a closed list: the
// checks count by it, the screen explains by it. No schema in here: the screens
// carry none.

/**
 * `blocks`: training would fail or learn from a broken row. `warns`: it trains, and probably not as meant.
 * `notes`: good to know.
 */
export const severities = ['blocks', 'warns', 'notes'] as const;
export type Severity = (typeof severities)[number];

export const rowProblems = {
  /** The line is not JSON, or breaks off. */
  'invalid-json': 'blocks',
  /** The line is JSON and not an object. */
  'not-an-object': 'blocks',
  /** Bytes that are not UTF-8. */
  'invalid-utf8': 'blocks',
  /** Longer than can be read as one row. */
  'unreadable-length': 'blocks',
  /** A row of a table with more or fewer cells than the header. */
  'wrong-cell-count': 'blocks',
  /** A column holds another type here than in most rows. */
  'type-differs': 'blocks',
  /** A column that most rows have is missing here, or one they do not have is here. */
  'columns-differ': 'warns',
  /** Two times the same key in one object: readers take the last. */
  'duplicate-key': 'warns',
  /** A role other than system, user, assistant and tool. */
  'unknown-role': 'blocks',
  /** A system message after the first place. */
  'system-not-first': 'blocks',
  /** Two messages of the same side in a row. */
  'roles-do-not-alternate': 'warns',
  /** The last message is not the assistant's, so nothing is learned from the end. */
  'last-is-not-assistant': 'warns',
  /** A conversation without any answer: nothing to learn. */
  'no-answer': 'blocks',
  /** An answer (assistant message, completion, chosen, rejected) that is empty, blank or null. */
  'empty-answer': 'blocks',
  /** A question or other message that is empty, blank or null. */
  'empty-message': 'warns',
  /** A conversation without messages, or a row whose every value is empty. */
  'empty-row': 'blocks',
  /** A blank line between rows. */
  'blank-line': 'notes',
  /** The same row stood before, in this file or another of the same split. */
  duplicate: 'warns',
  /** A row of validation or test that is also in train. */
  leak: 'warns',
  /** Chosen and rejected are the same. */
  'no-preference': 'blocks',
  /** Over 2 MB: the Hub's viewer will not show it. */
  'very-long': 'warns',
  /** Something that looks like a token or key. */
  secret: 'warns',
  email: 'notes',
} as const satisfies Record<string, Severity>;

export const rowProblemKinds = Object.keys(rowProblems) as [RowProblem, ...RowProblem[]];
export type RowProblem = keyof typeof rowProblems;

export const fileProblems = {
  /** Nothing in it. */
  empty: 'blocks',
  /** UTF-16: read as such; the new file is written as UTF-8. */
  'utf-16': 'warns',
  /** Windows' letters, as a spreadsheet saves a plain CSV: read as such; the new file is written as UTF-8. */
  'windows-1252': 'warns',
  'byte-order-mark': 'notes',
  'windows-line-ends': 'notes',
  /** Compressed, whatever its name says: read through; the new file is written plain. */
  gzip: 'warns',
  /** One JSON array instead of a row a line: `datasets` reads it whole into memory. */
  'top-level-array': 'warns',
  /** Neither its name nor its beginning tells what it is. */
  'unknown-format': 'blocks',
  /** The system refused to open it. */
  unreadable: 'blocks',
  /** A link, socket, pipe or device: never followed. */
  'not-a-file': 'notes',
  /** A name that the Hub or Windows refuses. */
  'refused-name': 'warns',
  /** Equal to another but for upper and lower case, or for Unicode form. */
  'twin-name': 'warns',
  /** Changed, shrank or vanished while it was read: what was read counts no more. */
  'changed-while-read': 'blocks',
} as const satisfies Record<string, Severity>;

export const fileProblemKinds = Object.keys(fileProblems) as [FileProblem, ...FileProblem[]];
export type FileProblem = keyof typeof fileProblems;
