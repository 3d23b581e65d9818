// The Hub names how many rows a dataset has by a range, `1K<n<10K`, in a tag.
const prefix = 'size_categories:';

/** The range among a dataset's tags, or null. */
export function sizeCategoryOf(tags: readonly string[]): string | null {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length) ?? null;
}

/** `1K–10K rows`, `under 1K rows`, `over 1T rows`; what is no range as it stands. */
export function sizeCategoryWords(category: string): string {
  const between = /^(\w+)<n<(\w+)$/.exec(category);
  if (between) return `${between[1]}–${between[2]} rows`;
  const under = /^n<(\w+)$/.exec(category);
  if (under) return `under ${under[1]} rows`;
  const over = /^n>(\w+)$/.exec(category);
  return over ? `over ${over[1]} rows` : category;
}
