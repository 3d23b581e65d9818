// What a person reads about each thing that can be wrong with a row or a file.
// One row a kind: a kind without words does not compile.
import type { FileProblem, RowProblem, Severity } from '@hubdesk/shared/datasets/row-problem';

export interface ProblemWords {
  /** What it is, said of one row. */
  name: string;
  /** What it does to the training. */
  effect: string;
  /** What to do, where showing the rows and leaving them out does not say it all. */
  advice?: string;
  /** There is a row that can be left out. */
  droppable: boolean;
}

export const rowProblemWords: Record<RowProblem, ProblemWords> = {
  'invalid-json': {
    name: 'Not JSON',
    effect: 'The line breaks off or has a character too many. The loader stops at the first one.',
    droppable: true,
  },
  'not-an-object': {
    name: 'JSON, but no object',
    effect: 'A row must be an object with named columns. The loader stops here.',
    droppable: true,
  },
  'invalid-utf8': {
    name: 'Broken characters',
    effect: 'Some bytes are not UTF-8. The loader stops here, or trains on replacement marks.',
    advice: 'If it is most rows, save the file again as UTF-8 where it was made, then check again.',
    droppable: true,
  },
  'unreadable-length': {
    name: 'Too long to be one row',
    effect: 'Nothing reads a row of this length. Usually a line end is missing.',
    droppable: true,
  },
  'wrong-cell-count': {
    name: 'More or fewer cells than the header',
    effect: 'Columns slip against each other, so the loader refuses the file.',
    advice: 'Often a comma or a quote inside a text that is not quoted.',
    droppable: true,
  },
  'type-differs': {
    name: 'A column of another type',
    effect: 'The loader decides on a type from the first rows and fails at this one.',
    droppable: true,
  },
  'columns-differ': {
    name: 'Other columns than most rows',
    effect: 'A missing column is filled with nothing. The trainer may then meet an empty value.',
    droppable: true,
  },
  'duplicate-key': {
    name: 'The same key twice',
    effect: 'Readers take the last one and drop the others without a word.',
    droppable: true,
  },
  'unknown-role': {
    name: 'A role no model knows',
    effect: 'Chat templates know system, user, assistant and tool, and refuse the conversation otherwise.',
    advice: 'Rename the role under Shape, and no row is lost.',
    droppable: true,
  },
  'system-not-first': {
    name: 'System message in the middle',
    effect: 'Many chat templates refuse a system message that is not the first.',
    droppable: true,
  },
  'roles-do-not-alternate': {
    name: 'Two messages of one side in a row',
    effect: 'Some chat templates refuse it, others join the two. Which one depends on the model.',
    droppable: true,
  },
  'last-is-not-assistant': {
    name: 'Ends without an answer',
    effect: 'Nothing is learned from the last message, but its tokens are paid for.',
    droppable: true,
  },
  'no-answer': {
    name: 'No answer at all',
    effect: 'There is nothing to learn in this conversation.',
    droppable: true,
  },
  'empty-answer': {
    name: 'Empty answer',
    effect: 'The model learns to say nothing.',
    droppable: true,
  },
  'empty-message': {
    name: 'Empty message',
    effect: 'It trains, but the model learns to answer a question nobody asked.',
    droppable: true,
  },
  'empty-row': {
    name: 'Empty row',
    effect: 'There is nothing in it to train on, and the trainer may stop at it.',
    droppable: true,
  },
  'blank-line': {
    name: 'Blank line',
    effect: 'It is skipped, and is not in the new file.',
    droppable: false,
  },
  duplicate: {
    name: 'The same row again',
    effect: 'What stands twice is learned twice as hard.',
    advice: 'Leaving them out keeps the first of each.',
    droppable: true,
  },
  leak: {
    name: 'Validation row that is also in train',
    effect: 'The model has seen the answer, so the validation loss looks better than it is.',
    advice: 'Leaving them out takes them from validation and keeps them in train.',
    droppable: true,
  },
  'no-preference': {
    name: 'Chosen and rejected are equal',
    effect: 'There is no preference to learn.',
    droppable: true,
  },
  'very-long': {
    name: 'Over 2 MB',
    effect: 'The Hub’s viewer will not show it, and most of it is cut before training.',
    droppable: true,
  },
  secret: {
    name: 'Looks like a token or key',
    effect: 'Whoever can read the dataset could use it, and a trained model may repeat it.',
    advice:
      'Edit the rows or leave them out. If the key is real, revoke it where it was made: taking it out of the file does not make it safe again.',
    droppable: true,
  },
  email: {
    name: 'E-mail address',
    effect: 'A trained model may repeat it. Make sure its owner would agree.',
    droppable: true,
  },
};

export const fileProblemWords: Record<FileProblem, { name: string; effect: string }> = {
  empty: { name: 'Empty', effect: 'There is nothing in this file.' },
  'utf-16': { name: 'UTF-16', effect: 'It is read as such; the new file is written as UTF-8, which trainers want.' },
  'windows-1252': {
    name: 'Letters of Windows',
    effect:
      'It is not UTF-8, but reads well as Windows-1252, which spreadsheets save. The new file is written as UTF-8. Look at a few rows with accents.',
  },
  'byte-order-mark': { name: 'Byte order mark', effect: 'Three bytes before the first row. The new file has none.' },
  'windows-line-ends': { name: 'Windows line ends', effect: 'They do no harm. The new file has plain ones.' },
  gzip: {
    name: 'Compressed',
    effect: 'It is read through; the new file is written plain, so that it can be looked into.',
  },
  'top-level-array': {
    name: 'One big array',
    effect: 'Loaders read it whole into memory. The new file has one row a line.',
  },
  'unknown-format': {
    name: 'Not a known format',
    effect: 'Neither its name nor its beginning says what it is. JSONL, JSON, CSV, TSV, Parquet and text can be read.',
  },
  unreadable: { name: 'Cannot be opened', effect: 'The system refused. Allow reading it, then check again.' },
  'not-a-file': { name: 'Not a file', effect: 'A link, pipe or device. It is never followed, and left out.' },
  'refused-name': {
    name: 'A name that will be refused',
    effect: 'The Hub or Windows does not take it. The new file has another name.',
  },
  'twin-name': {
    name: 'A name like another',
    effect: 'Two names differ only in case, so on some systems one overwrites the other.',
  },
  'changed-while-read': {
    name: 'Changed while it was read',
    effect: 'Something still writes to it. Wait until it is done, then check again.',
  },
};

/** What a problem's weight is called, heaviest first. */
export const severityWords: Record<Severity, { title: string; short: string }> = {
  blocks: { title: 'Stops the training', short: 'stops' },
  warns: { title: 'Trains, but not as meant', short: 'spoils' },
  notes: { title: 'Good to know', short: 'note' },
};

export function isRowProblem(value: unknown): value is RowProblem {
  return typeof value === 'string' && Object.hasOwn(rowProblemWords, value);
}
