/** What was written into a file and not saved. */
export interface FileDraft {
  text: string;
  /** The commit it began from; null: nobody knows. */
  commit: string | null;
  isNew: boolean;
}

/** By path. */
export type FileDrafts = ReadonlyMap<string, FileDraft>;
