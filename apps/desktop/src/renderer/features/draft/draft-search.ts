// What the address says about a draft's page: the part that shows, which rows,
// the row that is open, and for which method, model and length the tokens are
// counted. Reads whatever somebody typed there; it never throws.
import type { TrainingMethod } from '@hubdesk/shared/datasets/training-format';

export const draftParts = ['check', 'rows', 'shape', 'tokens', 'split', 'upload'] as const;
export type DraftPart = (typeof draftParts)[number];

export const rowViews = ['columns', 'conversation'] as const;
export type RowView = (typeof rowViews)[number];

/** Search params of /datasets/draft/$draft. What is at its default is left out. */
export interface DraftSearch {
  part?: Exclude<DraftPart, 'check'>;
  /** `problems`: any that stops or spoils training; `edited`: changed by hand; otherwise one kind of problem. */
  show?: string;
  file?: string;
  q?: string;
  view?: RowView;
  /** The open row: its number, and its file where there are several. */
  row?: number;
  of?: string;
  method?: TrainingMethod;
  model?: string;
  /** Tokens. */
  max?: number;
}

export const defaultMaxLength = 1_024;
const longestMaxLength = 10_000_000;
// The contract's own list, without its schema: the screens carry none.
const methods: readonly TrainingMethod[] = ['sft', 'dpo', 'kto', 'grpo', 'reward'];

export function parseDraftSearch(raw: Record<string, unknown>): DraftSearch {
  const part = oneOf(draftParts, raw.part);
  return tidy({
    part: part === 'check' ? undefined : part,
    show: text(raw.show, 40),
    file: text(raw.file, 4_096),
    q: text(raw.q, 1_000),
    view: oneOf(rowViews, raw.view),
    row: whole(raw.row, 0, Number.MAX_SAFE_INTEGER),
    of: text(raw.of, 4_096),
    method: oneOf(methods, raw.method),
    model: text(raw.model, 200),
    max: whole(raw.max, 1, longestMaxLength),
  });
}

/** Without the members that are undefined or empty, so that the address stays short. */
export function tidy(search: { [K in keyof DraftSearch]: DraftSearch[K] | undefined }): DraftSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value);
}

function text(value: unknown, longest: number): string | undefined {
  // A text of digits alone comes out of the address as a number.
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).slice(0, longest);
}

function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
