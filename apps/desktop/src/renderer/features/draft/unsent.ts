// What a person has begun on a draft and not sent yet: texts of rows, a mapping
// put together by hand, the answers of the upload. Lives as long as the window.
import { create } from 'zustand';
import type { RowName } from '@hubdesk/shared/datasets/draft';
import type { MappingForm } from './mapping-shapes.ts';

export interface UploadForm {
  /** Empty: the account's own. */
  namespace: string;
  name: string;
  isPrivate: boolean;
  /** Empty: not chosen yet. It is never chosen for the person. */
  license: string;
  title: string;
  description: string;
  /** As typed, separated by commas. */
  languages: string;
  tags: string;
  withCard: boolean;
}

export interface Unsent {
  rows: Record<string, string>;
  mapping?: MappingForm;
  upload?: UploadForm;
}

const none: Unsent = { rows: {} };
const useAll = create<Record<string, Unsent>>(() => ({}));

export function useUnsent(draft: string): Unsent {
  return useAll((all) => all[draft] ?? none);
}

/** Null forgets the text. */
export function keepRowText(draft: string, row: RowName, text: string | null): void {
  change(draft, (before) => {
    const rows = Object.fromEntries(Object.entries(before.rows).filter(([key]) => key !== rowKey(row)));
    return { ...before, rows: text === null ? rows : { ...rows, [rowKey(row)]: text } };
  });
}

export function keepMapping(draft: string, mapping: MappingForm): void {
  change(draft, (before) => ({ ...before, mapping }));
}

export function keepUpload(draft: string, upload: UploadForm): void {
  change(draft, (before) => ({ ...before, upload }));
}

/** When the draft is gone. */
export function forgetUnsent(draft: string): void {
  useAll.setState(({ [draft]: _gone, ...others }) => others, true);
}

export function rowKey({ file, row }: RowName): string {
  return `${row}:${file}`;
}

function change(draft: string, by: (before: Unsent) => Unsent): void {
  useAll.setState((all) => ({ [draft]: by(all[draft] ?? none) }));
}
