/** By path: what was written into a file and not saved, and the commit it began from (null: nobody knows, or a new file). */
export type FileDrafts = ReadonlyMap<string, { text: string; commit: string | null; isNew: boolean }>;
