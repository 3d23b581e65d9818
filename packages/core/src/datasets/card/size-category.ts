// How the Hub calls a number of rows. Source: hub-docs `datasetcard.md`,
// `size_categories`.

const steps = ['1K', '10K', '100K', '1M', '10M', '100M', '1B', '10B', '100B', '1T'] as const;

export function sizeCategory(rows: number): string {
  const index = steps.findIndex((_, power) => rows < 10 ** (power + 3));
  if (index === 0) return 'n<1K';
  return index < 0 ? 'n>1T' : `${steps[index - 1]}<n<${steps[index]}`;
}
