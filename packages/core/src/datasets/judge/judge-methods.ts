// The verdict on a dataset, one a training method, each with one honest
// sentence: what it is, what is to be left out, or what is missing.
import { applyMapping, formatOf, templateColumns } from '@hubdesk/shared/datasets/apply-mapping';
import { blockingKinds } from '@hubdesk/shared/datasets/blocking-kinds';
import type { Verdict } from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { fitsFormat, neededColumns } from '@hubdesk/shared/datasets/row-format';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { suggestMapping } from '@hubdesk/shared/datasets/suggest-mapping';
import {
  formatsOf,
  trainingMethods,
  type RowFormat,
  type TrainingMethod,
} from '@hubdesk/shared/datasets/training-format';
import { factsOfRow } from '../scan/facts-of-row.ts';
import { blockingWords, unreadableKinds } from './problem-words.ts';

export interface Evidence {
  rows: number;
  /** All rows were read. */
  done: boolean;
  problems: readonly { kind: RowProblem; count: number }[];
  /** Rows with any of these problems. */
  rowsWith(kinds: readonly RowProblem[]): number;
  /** Rows that have all of these columns. */
  rowsHaving(columns: readonly string[]): number;
  /** Rows from the beginning of the files. */
  sample: readonly unknown[];
  /** Files of which nothing can be read. */
  unreadableFiles: readonly string[];
  plan: Pick<DraftPlan, 'mapping' | 'dropped'>;
}

/** Empty until there is a row to judge by. */
export function judgeMethods(evidence: Evidence): Verdict[] {
  if (evidence.rows === 0 && !evidence.done) return [];
  return trainingMethods.map((method) => judge(method, evidence));
}

const formatWords: Record<RowFormat, string> = {
  messages: 'conversations',
  'prompt-completion': 'prompts with completions',
  text: 'plain text',
  preference: 'pairs of a chosen and a rejected answer',
  'unpaired-preference': 'answers with a verdict each',
  prompt: 'prompts',
};

function judge(method: TrainingMethod, evidence: Evidence): Verdict {
  const { rows, sample, plan, unreadableFiles } = evidence;
  const cannot = (reason: string, format: RowFormat | null = null): Verdict => ({
    method,
    state: 'cannot-train',
    format,
    reason,
    mapping: null,
    leaveOut: { kinds: [], rows: 0 },
  });
  if (rows === 0) {
    const [file] = unreadableFiles;
    return cannot(file === undefined ? 'There are no rows.' : `${file} cannot be read, and nothing else has rows.`);
  }
  const lost = evidence.rowsWith(unreadableKinds);
  if (2 * lost > rows) return cannot(`${share(lost, rows)} cannot be read: ${worst(evidence, unreadableKinds)}.`);

  const chosen = plan.mapping && formatsOf[method].includes(formatOf(plan.mapping)) ? plan.mapping : null;
  if (chosen) {
    const format = formatOf(chosen);
    const blocking = blockingKinds(format, chosen);
    const unfit = sample.filter((row) => 'problem' in applyMapping(row, chosen));
    if (2 * unfit.length <= sample.length && sample.length > 0)
      return {
        method,
        state: 'ready',
        format,
        reason: sentence(`As mapped, the rows are ${formatWords[format]}`, evidence, blocking, [
          unfitWords(unfit, blocking, sample.length),
        ]),
        mapping: null,
        leaveOut: leaveOut(evidence, blocking),
      };
  }
  const natural = formatsOf[method].find(
    (format) => 2 * sample.filter((row) => fitsFormat(row, format)).length > sample.length,
  );
  if (natural && !chosen) {
    const blocking = blockingKinds(natural, null);
    const blocked = evidence.rowsWith(blocking);
    if (2 * blocked > rows)
      return cannot(
        `The rows are ${formatWords[natural]}, but ${share(blocked, rows)} cannot be learned from: ${worst(evidence, blocking)}.`,
        natural,
      );
    return {
      method,
      state: 'ready',
      format: natural,
      reason: sentence(`The rows are ${formatWords[natural]}`, evidence, blocking, [
        lackingWords(evidence, natural, blocking),
      ]),
      mapping: null,
      leaveOut: leaveOut(evidence, blocking),
    };
  }
  const mapping = suggestMapping(sample, method);
  if (mapping) {
    const format = formatOf(mapping);
    const blocking = blockingKinds(format, mapping);
    return {
      method,
      state: 'needs-mapping',
      format,
      reason: sentence(`${mappedFrom(mapping)} ${formatWords[format]}`, evidence, blocking),
      mapping,
      leaveOut: leaveOut(evidence, blocking),
    };
  }
  return cannot(missing(method));
}

/** Those of the kinds that are found and not left out by the plan, with their rows. */
function leaveOut({ plan, problems, rowsWith }: Evidence, kinds: readonly RowProblem[]): Verdict['leaveOut'] {
  const open = kinds.filter(
    (kind) => !plan.dropped.includes(kind) && problems.some((found) => found.kind === kind && found.count > 0),
  );
  // A row that is left out for one reason does not stop for another.
  const planned = plan.dropped.filter((kind) => kind !== 'blank-line');
  return { kinds: open, rows: open.length === 0 ? 0 : rowsWith([...planned, ...open]) - rowsWith(planned) };
}

/** With what is still to be left out, if the plan does not do so already. */
function sentence(
  beginning: string,
  evidence: Evidence,
  kinds: readonly RowProblem[],
  further: readonly (string | null)[] = [],
): string {
  const { plan, rows, done } = evidence;
  const open = leaveOut(evidence, kinds);
  const left = evidence.rowsWith(plan.dropped.filter((kind) => kind !== 'blank-line'));
  const parts = [
    open.rows > 0 ? `leave out ${share(open.rows, rows)} first: ${worst(evidence, open.kinds)}` : null,
    left > 0 ? `${count(left)} left out as planned` : null,
    ...further,
  ].filter((part) => part !== null);
  const soFar = done ? '' : ' as far as read';
  return parts.length === 0 ? `${beginning}${soFar}.` : `${beginning}${soFar}; ${parts.join('; ')}.`;
}

/** Rows that the mapping leaves out beside those that are told of anyway. Only a sample is looked at. */
function unfitWords(unfit: readonly unknown[], blocking: readonly RowProblem[], looked: number): string | null {
  const untold = unfit.filter((row) => !factsOfRow(row, '').faults.some(({ kind }) => blocking.includes(kind))).length;
  if (untold === 0) return null;
  return `${untold.toLocaleString('en')} of the first ${looked.toLocaleString('en')} ${untold === 1 ? 'does' : 'do'} not fit it and will be left out`;
}

/** Rows without a column of the format, where no other reason is told of that they may be counted in. */
function lackingWords(evidence: Evidence, format: RowFormat, blocking: readonly RowProblem[]): string | null {
  const lacking = evidence.rows - evidence.rowsHaving(neededColumns[format]);
  if (lacking === 0 || evidence.rowsWith([...blocking, ...evidence.plan.dropped]) > 0) return null;
  return `${count(lacking)} without ${lacking === 1 ? 'its' : 'their'} columns`;
}

function worst(evidence: Evidence, kinds: readonly RowProblem[]): string {
  const found = evidence.problems.filter(({ kind }) => kinds.includes(kind)).toSorted((a, b) => b.count - a.count);
  const told = found
    .slice(0, 2)
    .map(({ kind, count: each }) => `${each.toLocaleString('en')} ${blockingWords[kind] ?? `(${kind})`}`);
  return found.length > told.length ? `${told.join(', ')} and others` : told.join(' and ');
}

function share(some: number, all: number): string {
  return `${some.toLocaleString('en')} of ${count(all)}`;
}

function count(rows: number): string {
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`;
}

/** Ends in the verb. */
function mappedFrom(mapping: Mapping): string {
  switch (mapping.kind) {
    case 'sharegpt':
      return `The ShareGPT lists in “${mapping.conversations}” become`;
    case 'messages':
      return `The lists in “${mapping.messages}” become`;
    case 'alpaca':
      return `The Alpaca columns ${listed(mapping.instruction, mapping.input, mapping.output)} become`;
    case 'conversation':
      return `The columns ${listed(mapping.user, mapping.assistant)} become`;
    case 'prompt-completion':
      return `The columns ${listed(mapping.prompt, mapping.completion)} become`;
    case 'text': {
      const columns = templateColumns(mapping.template);
      return columns.length === 1
        ? `The column ${listed(...columns)} becomes`
        : `The columns ${listed(...columns)} become`;
    }
    case 'preference':
      return `The columns ${listed(mapping.chosen, mapping.rejected)} become`;
    case 'unpaired-preference':
      return `The columns ${listed(mapping.completion, mapping.label)} become`;
    case 'prompt':
      return `The column “${mapping.prompt}” becomes`;
  }
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function listed(...columns: (string | null)[]): string {
  return list.format(columns.flatMap((column) => (column === null ? [] : `“${column}”`)));
}

function missing(method: TrainingMethod): string {
  switch (method) {
    case 'sft':
      return 'No column holds conversations, questions with answers, or text; choose the columns by hand.';
    case 'dpo':
    case 'reward':
      return 'There is no pair of a better and a worse answer in the rows.';
    case 'kto':
      return 'There is no answer with a verdict on it, good or bad, in the rows.';
    case 'grpo':
      return 'No column holds prompts.';
  }
}
