// Which of a check's verdicts says best what the rows are: the one whose shape
// is rarest, since prompts are in nearly everything and text can be made of all.
import type { Verdict } from './check-report.ts';
import type { RowFormat } from './training-format.ts';

const plainness: Record<RowFormat, number> = {
  preference: 0,
  // Trained on as plain answers, the bad ones would be learned too.
  'unpaired-preference': 1,
  messages: 2,
  'prompt-completion': 2,
  text: 3,
  prompt: 4,
};
/** A shape the rows are in counts for more than one they can be brought into. */
const mappingCosts = 1.5;
const last = 10;

/** The first among equals; null when there is none. */
export function bestVerdict(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}

function rank({ state, format }: Verdict): number {
  if (state === 'cannot-train' || format === null) return last;
  return plainness[format] + (state === 'needs-mapping' ? mappingCosts : 0);
}
