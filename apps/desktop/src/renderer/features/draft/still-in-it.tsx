// What goes along although the check found it: said where the dataset leaves the
// computer, since what has left cannot be taken back.
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { SeverityMark } from './problem-mark.tsx';
import { rowProblemWords } from './problem-words.ts';
import type { Desk } from './use-desk.ts';
import { stillInIt } from './verdict-choice.ts';

export function StillInIt({ desk }: { desk: Desk }) {
  const { draft, report, plan, showRows, method } = desk;
  const verdict = report?.verdicts.find((each) => each.method === method);
  const found = report && verdict ? stillInIt(report.problems, verdict, draft.plan) : [];
  if (found.length === 0) return null;
  return (
    <section aria-label="Still in it" className="grid gap-2">
      <p className="text-sm font-medium text-ink">Found in the check, and still in it</p>
      <ul className="grid">
        {found.map(({ kind, count, weight }) => {
          const { name } = rowProblemWords[kind];
          return (
            <li key={kind} className="flex flex-wrap items-center gap-x-2 border-t border-line py-1 text-sm">
              <SeverityMark severity={weight} />
              <span className="min-w-0 flex-1 text-ink">
                {name} <span className="text-ink-3 tabular-nums">{formatPlural(count, 'row')}</span>
              </span>
              <Button variant="quiet" size="small" aria-label={`Show rows: ${name}`} onClick={() => showRows(kind)}>
                Show rows
              </Button>
              <Button
                variant="quiet"
                size="small"
                aria-label={`Leave out: ${name}`}
                onClick={() => plan.change({ dropped: [...draft.plan.dropped, kind] })}
              >
                Leave out
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
