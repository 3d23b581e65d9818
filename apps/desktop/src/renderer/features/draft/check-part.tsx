// The verdict, large and first; below it what was found. It is there with the
// first rows and grows while the others are read.
import { Check, ListX, Shapes, X } from 'lucide-react';
import type { CheckReport, Verdict } from '@hubdesk/shared/datasets/check-report';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { FileList } from './file-list.tsx';
import { ProblemList } from './problem-list.tsx';
import type { Desk } from './use-desk.ts';
import { methodWords, type NextMove, nextMove, primaryVerdict } from './verdict-choice.ts';

export function CheckPart({ desk }: { desk: Desk }) {
  const { check, report, search, plan, draft } = desk;
  const primary = report && report.rows > 0 ? primaryVerdict(report.verdicts, search.method) : null;
  const isRunning = check.phase === 'running';
  const move = primary && report ? nextMove(primary, report, draft.plan) : null;
  return (
    <div className="grid gap-7 px-6 py-6 rail:px-8">
      {check.failure && <ErrorNotice explanation={explain(check.failure)} onRetry={check.retry} />}
      {plan.failure && <ErrorNotice explanation={explain(toFailure(plan.failure))} />}
      {primary && report && move ? (
        <>
          <Hero desk={desk} verdict={primary} move={move} />
          <Methods verdicts={report.verdicts} shown={primary} onChoose={(method) => desk.go({ method })} />
          {report.problems.some(({ count }) => count > 0) ? (
            <section aria-labelledby="draft-found" className="grid gap-5">
              <h2 id="draft-found" className="text-lg font-semibold text-ink">
                What was found
              </h2>
              <ProblemList desk={desk} verdict={primary} />
            </section>
          ) : (
            !isRunning &&
            report.rows > 0 && (
              <p className="flex items-center gap-2 text-ink-2">
                <Check aria-hidden className="size-4 text-accent" strokeWidth={2.25} />
                Every row was read, and there is nothing to say against any.
              </p>
            )
          )}
        </>
      ) : (
        isRunning && <VerdictSkeleton />
      )}
      {!isRunning && report && !primary && !check.failure && (
        <div className="grid gap-1.5">
          <h2 className="text-2xl font-semibold tracking-tight text-ink">Nothing to train on</h2>
          <p className="text-ink-2">No row could be read. What is to be said of the files stands below.</p>
          <a href="#/datasets" className={cx(buttonClasses('secondary'), 'mt-2 w-fit')}>
            Open other files
          </a>
        </div>
      )}
      {report && <FileList report={report} />}
      <p role="status" className="sr-only">
        {primary && move ? `${heroTitle(primary, move)}. ${isRunning ? '' : primary.reason}` : ''}
      </p>
    </div>
  );
}

const glyphs = {
  ready: { icon: Check, className: 'bg-accent text-accent-ink' },
  'needs-mapping': { icon: Shapes, className: 'bg-accent-soft text-accent-text' },
  'cannot-train': { icon: X, className: 'bg-pressed text-ink' },
} as const;

function Hero({ desk, verdict, move }: { desk: Desk; verdict: Verdict; move: NextMove }) {
  const isBlocked = verdict.state === 'ready' && move.kind === 'leave-out';
  const { icon: Icon, className } = isBlocked
    ? { icon: ListX, className: glyphs['needs-mapping'].className }
    : glyphs[verdict.state];
  return (
    <section aria-label="Verdict" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
      <span aria-hidden className={cx('mt-0.5 grid size-10 place-items-center rounded-full', className)}>
        <Icon className="size-5" strokeWidth={2.25} />
      </span>
      <div className="grid gap-1.5">
        <h2 className="text-2xl font-semibold tracking-tight text-ink">{heroTitle(verdict, move)}</h2>
        <p className="max-w-[60ch] text-ink-2">{verdict.reason}</p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <MoveButtons desk={desk} verdict={verdict} move={move} />
        </div>
      </div>
    </section>
  );
}

function heroTitle({ method, state }: Verdict, move: NextMove): string {
  const { name } = methodWords[method];
  if (state === 'needs-mapping') return `${name}, once it is mapped`;
  if (state === 'cannot-train') return `Cannot train ${name}`;
  return move.kind === 'leave-out'
    ? `Ready for ${name}, but for ${formatPlural(move.rows, 'row')}`
    : `Ready for ${name}`;
}

function MoveButtons({ desk, verdict, move }: { desk: Desk; verdict: Verdict; move: NextMove }) {
  const { plan, goToPart, draft } = desk;
  const undo = {
    label: 'Undo',
    onPress: () => plan.change({ mapping: draft.plan.mapping, dropped: draft.plan.dropped }),
  };
  switch (move.kind) {
    case 'map':
      return (
        <>
          <Button
            variant="primary"
            loading={plan.changing}
            onClick={() => {
              plan.change({ mapping: verdict.mapping });
              toast('The rows are mapped in the new file', undo);
            }}
          >
            Map the rows
          </Button>
          <Button variant="quiet" onClick={() => goToPart('shape')}>
            See before and after
          </Button>
        </>
      );
    case 'mend':
      return (
        <>
          <Button onClick={() => desk.showRows('problems')}>Show them</Button>
          <a href="#/datasets" className={buttonClasses('quiet')}>
            Open other files
          </a>
        </>
      );
    case 'choose':
      return <Button onClick={() => goToPart('shape')}>Choose columns by hand</Button>;
    case 'leave-out':
      return (
        <>
          <Button
            variant="primary"
            loading={plan.changing}
            onClick={() => {
              plan.change({ dropped: [...draft.plan.dropped, ...move.problems] });
              toast(`${formatPlural(move.rows, 'row')} left out of the new file`, undo);
            }}
          >
            Leave out {formatPlural(move.rows, 'row')}
          </Button>
          <Button variant="quiet" onClick={() => desk.showRows('problems')}>
            Show them
          </Button>
        </>
      );
    case 'go-on':
      return (
        <>
          <Button variant="primary" onClick={() => goToPart('upload')}>
            Upload it
          </Button>
          <Button variant="quiet" onClick={() => goToPart('tokens')}>
            Count its tokens first
          </Button>
        </>
      );
  }
}

const stateWords: Record<Verdict['state'], string> = {
  ready: 'ready',
  'needs-mapping': 'needs mapping',
  'cannot-train': 'cannot train',
};

function Methods({
  verdicts,
  shown,
  onChoose,
}: {
  verdicts: CheckReport['verdicts'];
  shown: Verdict;
  onChoose: (method: Verdict['method']) => void;
}) {
  return (
    <section aria-label="Every method" className="grid">
      {verdicts.map((verdict) => {
        const { method, state, reason } = verdict;
        const { icon: Icon } = glyphs[state];
        return (
          <button
            key={method}
            type="button"
            aria-pressed={verdict === shown}
            title={methodWords[method].full}
            onClick={() => onChoose(method)}
            className="grid min-h-9 grid-cols-[1.25rem_4rem_7rem_minmax(0,1fr)] items-center gap-x-2 border-t border-line px-2 py-1.5 text-left text-sm last:border-b hover:bg-hover aria-pressed:bg-accent-soft pointer-coarse:min-h-11"
          >
            <Icon
              aria-hidden
              className={cx('size-4', state === 'ready' ? 'text-accent' : 'text-ink-3')}
              strokeWidth={state === 'ready' ? 2.5 : 1.75}
            />
            <span className="font-medium text-ink">{methodWords[method].name}</span>
            <span className={state === 'ready' ? 'text-accent-text' : 'text-ink-2'}>{stateWords[state]}</span>
            <span className="truncate text-ink-3 max-[560px]:col-start-2 max-[560px]:col-end-5 max-[560px]:whitespace-normal">
              {verdict === shown ? methodWords[method].full : reason}
            </span>
          </button>
        );
      })}
    </section>
  );
}

function VerdictSkeleton() {
  return (
    <Loading label="The first rows are read" className="grid grid-cols-[auto_1fr] gap-x-4">
      <Skeleton className="size-10 rounded-full" />
      <div className="grid gap-3">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-4/5" />
        <Skeleton className="h-9 w-32" />
      </div>
    </Loading>
  );
}
