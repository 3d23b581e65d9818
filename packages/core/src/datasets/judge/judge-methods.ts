// The verdict on a dataset, one a training method, each with one honest
// sentence: what it is, what is to be left out, or what is missing.
import { applyMapping, formatOf } from '@hubdesk/shared/datasets/apply-mapping';
import type { Verdict } from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { fitsFormat, neededColumns } from '@hubdesk/shared/datasets/row-format';
import { rowProblems, type RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { suggestMapping } from '@hubdesk/shared/datasets/suggest-mapping';
import {
  formatsOf,
  trainingMethods,
  type RowFormat,
  type TrainingMethod,
} from '@hubdesk/shared/datasets/training-format';
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
  });
  if (rows === 0) {
    const [file] = unreadableFiles;
    return cannot(file === undefined ? 'There are no rows.' : `${file} cannot be read, and nothing else has rows.`);
  }
  const lost = evidence.rowsWith(unreadableKinds);
  if (2 * lost > rows) return cannot(`${share(lost, rows)} cannot be read: ${worst(evidence, unreadableKinds)}.`);

  const chosen = plan.mapping && formatsOf[method].includes(formatOf(plan.mapping)) ? plan.mapping : null;
  if (chosen) {
    const misfit = misfitOf(sample, chosen);
    if (misfit.share <= 0.5)
      return {
        method,
        state: 'ready',
        format: formatOf(chosen),
        reason: sentence(`As mapped, the rows are ${formatWords[formatOf(chosen)]}`, evidence, unreadableKinds),
        mapping: null,
      };
  }
  const natural = formatsOf[method].find(
    (format) => 2 * sample.filter((row) => fitsFormat(row, format)).length > sample.length,
  );
  if (natural && !chosen) {
    const blocking = blockingKinds();
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
      reason: sentence(
        `The rows are ${formatWords[natural]}`,
        evidence,
        blocking,
        rows - evidence.rowsHaving(neededColumns[natural]),
      ),
      mapping: null,
    };
  }
  const mapping = suggestMapping(sample, method);
  if (mapping) {
    const format = formatOf(mapping);
    return {
      method,
      state: 'needs-mapping',
      format,
      reason: sentence(`${mappedFrom(mapping)} become ${formatWords[format]}`, evidence, unreadableKinds),
      mapping,
    };
  }
  return cannot(missing(method));
}

function blockingKinds(): RowProblem[] {
  return Object.entries(rowProblems).flatMap(([kind, severity]) => (severity === 'blocks' ? kind : [])) as RowProblem[];
}

/** With what is still to be left out, if the plan does not do so already. */
function sentence(beginning: string, evidence: Evidence, kinds: readonly RowProblem[], lacking = 0): string {
  const { plan, rows, done } = evidence;
  const open = kinds.filter((kind) => !plan.dropped.includes(kind));
  const blocked = evidence.rowsWith(open);
  const left = evidence.rowsWith(kinds.filter((kind) => plan.dropped.includes(kind)));
  const parts = [
    blocked > 0 ? `leave out ${share(blocked, rows)} first: ${worst(evidence, open)}` : null,
    left > 0 ? `${count(left)} left out as planned` : null,
    lacking > 0 && blocked === 0 && left === 0
      ? `${count(lacking)} without ${lacking === 1 ? 'its' : 'their'} columns`
      : null,
  ].filter((part) => part !== null);
  const soFar = done ? '' : ' as far as read';
  return parts.length === 0 ? `${beginning}${soFar}.` : `${beginning}${soFar}; ${parts.join('; ')}.`;
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

function misfitOf(sample: readonly unknown[], mapping: Mapping): { share: number } {
  if (sample.length === 0) return { share: 1 };
  return { share: sample.filter((row) => 'problem' in applyMapping(row, mapping)).length / sample.length };
}

function mappedFrom(mapping: Mapping): string {
  const columns = (...names: (string | null)[]) =>
    names
      .filter((name) => name !== null)
      .map((name) => `“${name}”`)
      .join(' and ');
  switch (mapping.kind) {
    case 'sharegpt':
      return `The ShareGPT lists in ${columns(mapping.conversations)}`;
    case 'messages':
      return `The lists in ${columns(mapping.messages)}`;
    case 'alpaca':
      return `The Alpaca columns ${columns(mapping.instruction, mapping.input, mapping.output)}`;
    case 'conversation':
      return `The columns ${columns(mapping.user, mapping.assistant)}`;
    case 'prompt-completion':
      return `The columns ${columns(mapping.prompt, mapping.completion)}`;
    case 'text':
      return `The texts of ${mapping.template}`;
    case 'preference':
      return `The columns ${columns(mapping.chosen, mapping.rejected)}`;
    case 'unpaired-preference':
      return `The columns ${columns(mapping.completion, mapping.label)}`;
    case 'prompt':
      return `The texts in ${columns(mapping.prompt)}`;
  }
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
