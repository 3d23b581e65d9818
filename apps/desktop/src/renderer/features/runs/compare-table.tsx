import { Link } from '@tanstack/react-router';
import { Award } from 'lucide-react';
import type { Run } from '@hubdesk/shared/train/run';
import { seriesColour } from '../../ui/charts/chart-colours.ts';
import { cx } from '../../ui/cx.ts';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { CompareFact } from './compare-facts.ts';

/** Facts down, runs across; what differs stands out where everything is shown. */
export function CompareTable({ runs, facts }: { runs: readonly Run[]; facts: readonly CompareFact[] }) {
  const groups = [...new Set(facts.map(({ group }) => group))];
  return (
    <div role="region" aria-label="Runs side by side" className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line align-bottom">
            <th scope="col" className="sticky left-0 z-1 w-48 min-w-40 bg-paper pl-6 rail:pl-8">
              <span className="sr-only">What</span>
            </th>
            {runs.map((run, at) => (
              <th key={run.id} scope="col" className="min-w-40 px-3 pb-2.5 font-normal">
                <span
                  aria-hidden
                  className="mb-2 block h-1 w-8 rounded-full"
                  style={{ background: seriesColour(at) }}
                />
                <Link
                  to="/train/run/$run"
                  params={{ run: run.id }}
                  className="text-base font-semibold text-ink [overflow-wrap:anywhere] hover:underline hover:underline-offset-3"
                >
                  <bdi>{visibleText(run.name)}</bdi>
                </Link>
                <span className="block text-ink-3">
                  <Time iso={run.createdAt} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={runs.length + 1}
                className="sticky left-0 px-6 pt-5 pb-1.5 text-sm font-semibold text-ink rail:px-8"
              >
                {group}
              </th>
            </tr>
            {facts
              .filter((each) => each.group === group)
              .map((each) => (
                <FactRow key={each.key} fact={each} />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function FactRow({ fact }: { fact: CompareFact }) {
  const { label, key, values, differs, best, group } = fact;
  return (
    <tr className="border-b border-line hover:bg-hover">
      <th
        scope="row"
        title={group === 'Parameters' ? key : undefined}
        className="sticky left-0 z-1 bg-paper py-2 pr-3 pl-6 font-normal text-ink-3 rail:pl-8"
      >
        {label}
      </th>
      {values.map((value, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the place is the run
        <td
          key={at}
          className={cx(
            'px-3 py-2 tabular-nums [overflow-wrap:anywhere]',
            best === at ? 'font-semibold text-accent-text' : differs ? 'text-ink' : 'text-ink-2',
          )}
        >
          {value ?? <span className="text-ink-3">not known</span>}
          {best === at && (
            <>
              <Award aria-hidden className="ml-1.5 inline size-3.5 align-[-2px]" strokeWidth={1.75} />
              <span className="sr-only"> (best)</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}
