// The preflight: what was looked at, what was found, and what can be done about
// it with one press.
import { CircleAlert, RefreshCw } from 'lucide-react';
import type { ConfigChange } from '@hubdesk/shared/train/run-config';
import type { PreflightCheck } from '@hubdesk/shared/train/preflight';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { CheckList, summaryOf } from '../../ui/check-list.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { Fault } from './form-faults.ts';
import { goToPart, Part } from '../../ui/part.tsx';
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

export function CheckPart({ checks, faults, onChange }: CheckPartProps) {
  const { preflight, checking, done, error, again } = checks;
  const shown = (preflight?.checks ?? []).filter(({ state }) => state !== 'not-needed');
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
        {done ? summaryOf(shown, 'the launch') : ''}
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
        <CheckList
          busy={checking}
          dim={checking && done}
          items={shown.map((check) => ({
            ...check,
            name: names[check.id],
            action: <CheckAction check={check} onChange={onChange} />,
          }))}
        />
      )}
    </Part>
  );
}

function CheckAction({ check: { action }, onChange }: Pick<CheckPartProps, 'onChange'> & { check: PreflightCheck }) {
  switch (action?.kind) {
    case 'link':
      return <ExternalLink href={action.url}>{action.label}</ExternalLink>;
    case 'go':
      return (
        <a href={`#${action.place}`} className={buttonClasses('secondary', 'small')}>
          {action.label}
        </a>
      );
    case 'change':
      return (
        <Button size="small" onClick={() => onChange(action.change)}>
          {action.label}
        </Button>
      );
    default:
      return null;
  }
}
