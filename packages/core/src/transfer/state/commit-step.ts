// After a commit whose outcome is not clear: what a look at the Hub means. A
// commit is never repeated because no answer came, only because the Hub was
// looked at and does not have it; and never over what somebody else wrote there.

export interface CommitFile {
  path: string;
  /** What we commit. */
  oid: string | null;
  /** What stood there before, as we knew it; null for nothing. */
  base: string | null;
}

export type CommitStep =
  /** The Hub has all of it. */
  | { next: 'committed'; oid: string }
  /** It has none of it: send it again on this parent. */
  | { next: 'again'; parent: string }
  /** Somebody else changed these. */
  | { next: 'ask'; paths: string[] };

/** `found` is what stands at `head` in each path; a path that is missing there is missing in it. */
export function commitStep(files: readonly CommitFile[], head: string, found: ReadonlyMap<string, { oid: string }>): CommitStep {
  const foreign: string[] = [];
  let ours = 0;
  for (const { path, oid, base } of files) {
    const there = found.get(path)?.oid ?? null;
    if (there !== null && there === oid) ours += 1;
    else if (there !== base) foreign.push(path);
  }
  if (ours === files.length) return { next: 'committed', oid: head };
  return foreign.length > 0 ? { next: 'ask', paths: foreign } : { next: 'again', parent: head };
}
