// What was looked at, what was found, and what can be done about it with one press.
import { CircleAlert, RefreshCw } from 'lucide-react';
import type { DeployCheck } from '@hubdesk/shared/spaces/deployment';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { CheckList, summaryOf } from '../../ui/check-list.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { goToPart, Part } from '../../ui/part.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { Fault } from './deploy-faults.ts';
import type { Checks } from './use-checks.ts';

const names: Record<DeployCheck['id'], string> = {
  token: 'Token',
  namespace: 'Owner',
  name: 'Name',
  kind: 'Place',
  credits: 'Credits',
  budget: 'Limits',
  model: 'Model',
  access: 'Access',
  files: 'Files',
  readme: 'README.md',
};

export interface CheckPartProps {
  checks: Checks;
  faults: readonly Fault[];
  onPatch: (patch: Readonly<Record<string, unknown>>) => void;
}

export function CheckPart({ checks: { checks, checking, done, error, again }, faults, onPatch }: CheckPartProps) {
  return (
    <Part
      id="check"
      title="Check"
      about="Looked at before anything is made, and once more when you deploy."
      aside={
        <Button size="small" variant="quiet" icon={RefreshCw} loading={checking && checks !== null} onClick={again}>
          Look again
        </Button>
      }
    >
      <p role="status" className="sr-only">
        {done ? summaryOf(checks ?? [], 'the deployment') : ''}
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
      ) : checks === null ? (
        <p className="flex items-center gap-2 text-ink-2">
          <Spinner className="size-4 text-ink-3" />
          The checks begin when the form rests.
        </p>
      ) : (
        <CheckList
          busy={checking}
          dim={checking}
          items={checks.map((check) => ({
            ...check,
            name: names[check.id],
            action: <CheckAction action={check.action} onPatch={onPatch} />,
          }))}
        />
      )}
    </Part>
  );
}

function CheckAction({ action, onPatch }: Pick<CheckPartProps, 'onPatch'> & Pick<DeployCheck, 'action'>) {
  switch (action?.kind) {
    case 'link':
      return <ExternalLink href={action.url}>{action.label}</ExternalLink>;
    case 'go':
      return (
        <a href={`#${action.place}`} className={buttonClasses('secondary', 'small')}>
          {action.label}
        </a>
      );
    case 'config':
      return (
        <Button size="small" onClick={() => onPatch(action.patch)}>
          {action.label}
        </Button>
      );
    default:
      return null;
  }
}
