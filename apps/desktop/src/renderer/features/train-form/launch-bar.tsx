// What it takes and what it costs at most, always in sight, and the buttons that
// spend it. A button that is shut says why.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CalendarClock, CircleAlert, Copy, Flame, Play } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { worstUsd } from '@hubdesk/shared/train/money';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { summaryOf } from '../../ui/check-list.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { Switch } from '../../ui/switch.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { placeOf } from './form-faults.ts';
import { goToPart } from '../../ui/part.tsx';
import { writeDuration } from '../../ui/read-duration.ts';
import { isSmokeSuggested, smokeStateOf, smokeTimeoutSeconds } from './smoke-state.ts';
import { LaunchStopped, useLaunch } from './use-launch.ts';
import type { usePreflight } from './use-preflight.ts';
import type { TrainForm } from './use-train-form.ts';

const ScheduleDialog = lazy(async () => ({ default: (await import('./schedule-dialog.tsx')).ScheduleDialog }));
const CopyAsDialog = lazy(async () => ({ default: (await import('./copy-as-dialog.tsx')).CopyAsDialog }));

export interface LaunchBarProps {
  form: TrainForm;
  checks: ReturnType<typeof usePreflight>;
  /** A whole run was launched, not a smoke run. */
  onTrained: () => void;
}

export function LaunchBar({ form, checks, onTrained }: LaunchBarProps) {
  const { config, flavor, worst, faults, secretValues, resumeFrom } = form;
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'schedule' | 'copy' | null>(null);
  const [wantsSmoke, setWantsSmoke] = useState<boolean | null>(null);
  const why = useId();
  const smoke = useSmoke(config, faults.length === 0);
  const smokeFirst = wantsSmoke ?? (isSmokeSuggested(flavor) && resumeFrom === null);
  const { launch, launching, error, retry } = useLaunch((run, { kind }) => {
    if (kind === 'train') onTrained();
    void navigate({ to: '/train/run/$run', params: { run: run.id } });
  });
  const stop = checks.preflight?.checks.find(({ state }) => state === 'stops');
  const [fault] = faults;
  const shut = fault?.message ?? (!flavor ? 'The hardware is not known yet.' : (stop?.finding ?? null));
  const smokeShut = shut ?? (smoke.state === 'going' ? 'The smoke run goes on.' : null);
  const trainShut =
    shut ??
    (smokeFirst && smoke.state !== 'passed'
      ? {
          none: 'A smoke run of exactly this comes first.',
          going: 'The smoke run goes on.',
          failed: 'The smoke run of exactly this failed.',
          passed: '',
        }[smoke.state]
      : null);
  const smokeUsd = flavor && worstUsd(flavor, smokeTimeoutSeconds);
  const start = (kind: 'train' | 'smoke') => launch({ kind, config, secrets: { ...secretValues }, resumeFrom });
  const needsSmoke = smokeFirst && smoke.state !== 'passed';
  const isStopped = error instanceof LaunchStopped;
  const wrongField = error && !isStopped ? fieldOf(error) : null;

  return (
    <aside
      aria-label="Launch"
      data-bottom-bar
      className="relative grid shrink-0 content-start gap-x-6 gap-y-3 border-t border-line-strong bg-surface px-6 py-3.5 max-wide:grid-cols-[minmax(0,1fr)_auto] rail:px-8 wide:w-88 wide:gap-y-5 wide:overflow-y-auto wide:border-t-0 wide:border-l wide:border-line wide:px-6 wide:py-6"
    >
      <div className="grid content-start gap-3 wide:gap-5">
        <p className="hidden wide:grid">
          <span className="text-sm text-ink-3">Costs at most</span>
          <span className="text-3xl font-semibold tracking-tight text-ink tabular-nums">
            {worst === null ? '–' : formatUsd(worst)}
          </span>
          <span className="mt-1 text-sm text-ink-2">{likely(form)}</span>
        </p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm max-wide:flex max-wide:flex-wrap max-wide:gap-x-5">
          <Fact term="On" value={flavor ? visibleText(flavor.label) : '–'} />
          <Fact term="Takes about" value={takes(form)} />
          <Fact term="Stops after" value={writeDuration(config.timeoutSeconds)} />
        </dl>
        <button
          type="button"
          onClick={() => goToPart('check')}
          className="w-fit rounded-sm text-left text-sm text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink"
        >
          {fault
            ? faults.length === 1
              ? 'One thing is missing.'
              : `${faults.length} things are missing.`
            : checks.done
              ? summaryOf(checks.preflight?.checks ?? [], 'the launch')
              : 'Being checked…'}
        </button>
      </div>
      <div className="grid min-w-0 content-start gap-3 max-wide:col-span-full wide:contents">
        <div className="max-wide:hidden">
          <Switch
            label="Smoke run first"
            hint="Two steps on the same hardware, to see whether it works before the whole run is paid for."
            checked={smokeFirst}
            onChange={setWantsSmoke}
          />
        </div>
        {smoke.run && smoke.state !== 'none' && (
          <p className="text-sm text-ink-2">
            {
              {
                going: 'A smoke run of exactly this goes on.',
                passed: 'A smoke run of exactly this has passed.',
                failed: 'The last smoke run of exactly this failed.',
                none: '',
              }[smoke.state]
            }{' '}
            <Link
              to="/train/run/$run"
              params={{ run: smoke.run.id }}
              className="text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
            >
              See it
            </Link>
          </p>
        )}
        {error && isStopped && (
          <p role="alert" className="flex gap-2 text-sm text-ink">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
            Not launched, nothing was spent: {error.message}
          </p>
        )}
        {error && !isStopped && (
          <ErrorNotice
            explanation={explain(toFailure(error))}
            onRetry={retry}
            retrying={launching !== null}
            className="max-h-60 overflow-y-auto"
          >
            {wrongField !== null && (
              <Button size="small" onClick={() => goToPart(placeOf(wrongField))}>
                Go there
              </Button>
            )}
          </ErrorNotice>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2 wide:grid wide:justify-stretch">
          <div className="mr-auto wide:hidden">
            <Switch label="Smoke run first" checked={smokeFirst} onChange={setWantsSmoke} />
          </div>
          <Button
            size="large"
            variant={needsSmoke ? 'primary' : 'secondary'}
            icon={Flame}
            disabled={smokeShut !== null || launching === 'train'}
            loading={launching === 'smoke'}
            loadingLabel="Looking once more, then launching"
            aria-describedby={smokeShut === null ? undefined : why}
            onClick={() => start('smoke')}
          >
            {`Smoke run · ${most(smokeUsd)}`}
          </Button>
          <Button
            size="large"
            variant={needsSmoke ? 'secondary' : 'primary'}
            icon={Play}
            disabled={trainShut !== null || launching === 'smoke'}
            loading={launching === 'train'}
            loadingLabel="Looking once more, then launching"
            aria-describedby={trainShut === null ? undefined : why}
            onClick={() => start('train')}
          >
            {`${resumeFrom === null ? 'Train' : 'Go on training'} · ${most(worst)}`}
          </Button>
        </div>
        <p id={why} role="status" className="text-sm text-ink-2 empty:sr-only max-wide:text-right">
          {trainShut ?? ''}
        </p>
        <div className="flex flex-wrap gap-1 border-line max-wide:hidden wide:border-t wide:pt-4">
          <MoreActions disabled={shut !== null} onDialog={setDialog} />
        </div>
      </div>
      <div className="flex items-start justify-end gap-1 max-wide:col-start-2 max-wide:row-start-1 wide:hidden">
        <MoreActions disabled={shut !== null} onDialog={setDialog} />
      </div>
      <Suspense>
        {dialog === 'schedule' && <ScheduleDialog form={form} onClose={() => setDialog(null)} />}
        {dialog === 'copy' && <CopyAsDialog form={form} onClose={() => setDialog(null)} />}
      </Suspense>
    </aside>
  );
}

function MoreActions({ disabled, onDialog }: { disabled: boolean; onDialog: (dialog: 'schedule' | 'copy') => void }) {
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        icon={CalendarClock}
        disabled={disabled}
        onClick={() => onDialog('schedule')}
      >
        Schedule instead
      </Button>
      <Button size="small" variant="quiet" icon={Copy} onClick={() => onDialog('copy')}>
        Copy as…
      </Button>
    </>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div className="contents max-wide:flex max-wide:items-baseline max-wide:gap-1.5">
      <dt className="text-ink-3">{term}</dt>
      <dd className="text-ink tabular-nums">{value}</dd>
    </div>
  );
}

/** What the host would not take, as it names it. */
function fieldOf(error: Error): string | null {
  const failure = toFailure(error);
  return failure.code === 'INVALID_INPUT' ? (failure.data.field ?? null) : null;
}

function takes({ time }: TrainForm): string {
  if (!time || time.totalSeconds === null) return 'not known';
  return writeDuration(Math.max(60, Math.round(time.totalSeconds / 60) * 60));
}

/** What it will rather cost than what it can. */
function likely({ config, time, flavor }: TrainForm): string {
  if (!time || time.totalSeconds === null || !flavor) return '';
  const usd = worstUsd(flavor, time.totalSeconds);
  if (usd === null) return '';
  return time.totalSeconds > config.timeoutSeconds
    ? `It would need about ${formatUsd(usd)}: it is stopped before it is done.`
    : `More likely about ${formatUsd(usd)}.`;
}

function most(usd: number | null): string {
  return usd === null ? 'price not known' : `at most ${formatUsd(usd)}`;
}

const lookAgainMs = 4_000;

function useSmoke(config: TrainForm['config'], enabled: boolean) {
  const text = JSON.stringify(config);
  const settled = useSettled(text, 500);
  const { data } = useQuery(
    orpc.runs.smokeOf.queryOptions({
      input: { config: JSON.parse(settled) },
      enabled,
      refetchInterval: (query) => (smokeStateOf(query.state.data ?? null) === 'going' ? lookAgainMs : false),
    }),
  );
  // Of exactly this: while it is typed, nobody knows.
  const run = enabled && settled === text ? (data ?? null) : null;
  return { run, state: smokeStateOf(run) };
}
