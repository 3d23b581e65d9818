// The preflight: what was looked at, what was found, and what can be done about
// it with one press.
import { Check, CircleAlert, CircleDashed, CircleHelp, Minus, OctagonX, RefreshCw } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ConfigChange } from '@hubdesk/shared/train/run-config';
import type { PreflightCheck } from '@hubdesk/shared/train/preflight';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { Fault } from './form-faults.ts';
import { goToPart, Part } from './part.tsx';
import type { usePreflight } from './use-preflight.ts';

export interface CheckPartProps {
  checks: ReturnType<typeof usePreflight>;
  faults: readonly Fault[];
  onChange: (change: ConfigChange) => void;
}

const names: Record<PreflightCheck['id'], string> = {
  token: 'Token',
  payer: 'Who pays',
  credits: 'Credits',
  budget: 'Limits',
  script: 'Script',
  model: 'Model',
  dataset: 'Dataset',
  format: 'Rows',
  template: 'Chat template',
  length: 'Length',
  output: 'Repository',
  hardware: 'Hardware',
  timeout: 'Timeout',
};

const states: Record<PreflightCheck['state'], { icon: LucideIcon | null; word: string; tone: string }> = {
  waiting: { icon: CircleDashed, word: 'waiting', tone: 'text-ink-3' },
  checking: { icon: null, word: 'being looked at', tone: 'text-ink-3' },
  ok: { icon: Check, word: 'in order', tone: 'text-accent' },
  warning: { icon: CircleAlert, word: 'look at this', tone: 'text-ink' },
  stops: { icon: OctagonX, word: 'stops the launch', tone: 'text-loss' },
  unknown: { icon: CircleHelp, word: 'could not be found out', tone: 'text-ink-2' },
  'not-needed': { icon: Minus, word: 'not needed', tone: 'text-ink-3' },
};

export function CheckPart({ checks, faults, onChange }: CheckPartProps) {
  const { preflight, checking, done, error, again } = checks;
  const shown = (preflight?.checks ?? []).filter(({ state }) => state !== 'not-needed');
  const ordered = shown.toSorted((a, b) => rank(a) - rank(b));
  return (
    <Part
      id="check"
      title="Check"
      about="Looked at before anything is spent, and once more when you launch."
      aside={
        <Button size="small" variant="quiet" icon={RefreshCw} loading={checking && shown.length > 0} onClick={again}>
          Look again
        </Button>
      }
    >
      <p role="status" className="sr-only">
        {done ? summaryOf(shown) : ''}
      </p>
      {faults.length > 0 ? (
        <ul className="grid gap-1.5">
          {faults.map(({ place, message }) => (
            <li key={message} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <CircleAlert aria-hidden className="size-4 text-ink" strokeWidth={1.75} />
              <span className="text-base text-ink">{message}</span>
              <Button size="small" variant="quiet" onClick={() => goToPart(place)}>
                Go there
              </Button>
            </li>
          ))}
        </ul>
      ) : error ? (
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={again} retrying={checking} />
      ) : shown.length === 0 ? (
        <p className="flex items-center gap-2 text-ink-2">
          <Spinner className="size-4 text-ink-3" />
          The checks begin when the form rests.
        </p>
      ) : (
        <ul
          aria-busy={checking}
          className={cx(
            'divide-y divide-line rounded-lg border border-line transition-opacity',
            checking && done && 'opacity-70',
          )}
        >
          {ordered.map((check) => (
            <CheckRow key={check.id} check={check} onChange={onChange} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function CheckRow({ check, onChange }: { check: PreflightCheck; onChange: (change: ConfigChange) => void }) {
  const { id, state, finding, action } = check;
  const { icon: Icon, word, tone } = states[state];
  return (
    <li className="grid grid-cols-[1rem_minmax(0,7rem)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 px-4 py-2.5 max-rail:grid-cols-[1rem_minmax(0,1fr)]">
      <span className={cx('self-start pt-1', tone)}>
        {Icon ? <Icon aria-hidden className="size-4" strokeWidth={2} /> : <Spinner className="size-4" />}
        <span className="sr-only">{word}</span>
      </span>
      <span className="text-base font-medium text-ink">{names[id]}</span>
      <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1.5 max-rail:col-start-2">
        <span
          className={cx(
            'min-w-0 max-w-[68ch] flex-1 basis-60 text-sm [overflow-wrap:anywhere]',
            state === 'ok' ? 'text-ink-2' : 'text-ink',
          )}
        >
          {finding}
        </span>
        {action?.kind === 'link' && <ExternalLink href={action.url}>{action.label}</ExternalLink>}
        {action?.kind === 'go' && (
          <a href={`#${action.place}`} className={buttonClasses('secondary', 'small')}>
            {action.label}
          </a>
        )}
        {action?.kind === 'change' && (
          <Button size="small" onClick={() => onChange(action.change)}>
            {action.label}
          </Button>
        )}
      </span>
    </li>
  );
}

/** What stops comes first, then what should be looked at; otherwise as it comes. */
function rank({ state }: PreflightCheck): number {
  return state === 'stops' ? 0 : state === 'warning' ? 1 : state === 'unknown' ? 2 : 3;
}

/** The checks in one sentence. */
export function summaryOf(checks: readonly PreflightCheck[]): string {
  const count = (state: PreflightCheck['state']) => checks.filter((check) => check.state === state).length;
  const [stops, warnings] = [count('stops'), count('warning')];
  if (stops > 0) return stops === 1 ? 'One thing stops the launch.' : `${stops} things stop the launch.`;
  if (warnings > 0) return warnings === 1 ? 'One thing to look at.' : `${warnings} things to look at.`;
  return 'Everything is in order.';
}
