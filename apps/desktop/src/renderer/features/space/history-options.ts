/** Commits of a Space, page by page, for `infiniteOptions`. */
export function historyOptions(space: string) {
  return {
    input: (cursor: string | null) => ({ space, cursor }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: { cursor: string | null }) => last.cursor,
  };
}
