// What the check found, heaviest first: how often, what it does to the training,
// and the way to the rows or out of them.
import type { ProblemCount, RowPlace, Verdict } from '@hubdesk/shared/datasets/check-report';
import { rowProblems, severities } from '@hubdesk/shared/datasets/row-problem';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatWhole } from '../../ui/format-count.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { SeverityMark } from './problem-mark.tsx';
import { rowProblemWords, severityWords } from './problem-words.ts';
import type { Desk } from './use-desk.ts';
import { weightFor } from './verdict-choice.ts';

/** Weighed by what they mean for `verdict`. */
export function ProblemList({ desk, verdict }: { desk: Desk; verdict: Verdict }) {
  const found = desk.report?.problems.filter(({ count }) => count > 0) ?? [];
  return (
    <>
      {severities.map((severity) => {
        const problems = found.filter(({ kind }) => weightFor(kind, verdict, desk.draft.plan) === severity);
        if (problems.length === 0) return null;
        const heading = `problems-${severity}`;
        return (
          <section key={severity} aria-labelledby={heading} className="grid gap-1">
            <h3 id={heading} className="flex items-center gap-2 pb-1 text-sm font-semibold text-ink">
              <SeverityMark severity={severity} />
              {severityWords[severity].title}
            </h3>
            <ul className="grid">
              {problems
                .toSorted((a, b) => b.count - a.count)
                .map((problem) => (
                  <ProblemItem
                    key={problem.kind}
                    desk={desk}
                    problem={problem}
                    isMoot={severity === 'notes' && rowProblems[problem.kind] === 'blocks'}
                  />
                ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

const shownExamples = 3;
const mootWords = 'It stops nothing here: this training does not look at it, or the mapping takes care of it.';

function ProblemItem({
  desk,
  problem: { kind, count, examples },
  isMoot,
}: {
  desk: Desk;
  problem: ProblemCount;
  /** It would stop other trainings than the one in front. */
  isMoot: boolean;
}) {
  const { draft, plan, showRows, openRow, report } = desk;
  const { name, effect, advice, droppable } = rowProblemWords[kind];
  const { dropped } = draft.plan;
  const isOut = dropped.includes(kind);
  const several = (report?.files.length ?? 0) > 1;
  return (
    <li className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 border-t border-line py-3">
      <span className={cx('pt-px text-right font-mono text-sm tabular-nums', isOut ? 'text-ink-3' : 'text-ink')}>
        {formatWhole(count)}
      </span>
      <div className="grid gap-1">
        <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
          <p className={cx('flex items-center gap-2 font-medium', isOut ? 'text-ink-3' : 'text-ink')}>
            {name}
            {isOut && <Badge>left out</Badge>}
          </p>
          <span className="-my-1 flex gap-1">
            <Button variant="quiet" size="small" aria-label={`Show rows: ${name}`} onClick={() => showRows(kind)}>
              Show rows
            </Button>
            {droppable && (
              <Button
                variant="quiet"
                size="small"
                aria-label={isOut ? `Take back in: ${name}` : `Leave out: ${name}`}
                onClick={() =>
                  plan.change({ dropped: isOut ? dropped.filter((other) => other !== kind) : [...dropped, kind] })
                }
              >
                {isOut ? 'Take back in' : 'Leave out'}
              </Button>
            )}
          </span>
        </div>
        <p className="text-sm text-ink-2">{isMoot ? mootWords : `${effect} ${advice ?? ''}`}</p>
        {examples.length > 0 && (
          <ul aria-label={`Examples: ${name}`} className="grid gap-0.5 pt-0.5">
            {examples.slice(0, shownExamples).map((place, at) => (
              <li key={at} className="min-w-0">
                <button
                  type="button"
                  onClick={() => openRow(place)}
                  className="max-w-full truncate rounded-sm text-left text-xs text-ink-2 hover:text-ink pointer-coarse:min-h-11"
                >
                  <span className="font-mono text-accent-text underline decoration-accent-line underline-offset-3">
                    {placeWords(place, several)}
                  </span>
                  {place.detail && <bdi> {visibleText(place.detail)}</bdi>}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function placeWords({ file, row, line }: RowPlace, several: boolean): string {
  const where = line === null ? `row ${formatWhole(row + 1)}` : `line ${formatWhole(line)}`;
  return several ? `${file}:${line ?? row + 1}` : where;
}
