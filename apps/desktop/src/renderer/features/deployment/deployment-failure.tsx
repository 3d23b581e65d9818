// Why it does not get up, the lines that say so, and what may help: the gentlest
// first, each one press away.
import { Link } from '@tanstack/react-router';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { explain } from '../../api/explain.ts';
import { spacePlace } from '../../api/space-place.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FailureCard } from '../../ui/failure-card.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { type Remedies, useRemedies } from './use-remedies.ts';

export function DeploymentFailure({ deployment }: { deployment: Deployment }) {
  const remedies = useRemedies(deployment);
  const { failure, state, space } = deployment;
  if (state !== 'failed') return null;
  return (
    <FailureCard
      sentence={failure?.sentence ?? 'It failed, and nobody said why. The log below may know.'}
      lines={failure?.lines ?? []}
      remedies={failure?.remedies ?? []}
      renderStep={(remedy, isFirst) => (
        <Step
          remedy={remedy}
          isFirst={isFirst}
          space={space?.id ?? null}
          deployment={deployment.id}
          remedies={remedies}
        />
      )}
    >
      {remedies.error && !remedies.asking && <ErrorNotice explanation={explain(remedies.error)} />}
      {(failure?.remedies ?? []).length === 0 && (
        <Button
          size="small"
          variant="primary"
          className="justify-self-start"
          loading={remedies.busy === 'retry'}
          onClick={remedies.retry}
        >
          Try again
        </Button>
      )}
      {remedies.asking && (
        <SecretDialog
          secrets={remedies.asking.secrets}
          why={remedies.asking.why}
          confirmLabel="Go on"
          loading={remedies.busy !== null}
          onGive={remedies.give}
          onClose={remedies.stopAsking}
        >
          {remedies.error && <ErrorNotice explanation={explain(remedies.error)} />}
        </SecretDialog>
      )}
    </FailureCard>
  );
}

interface StepProps {
  remedy: SpaceRemedy;
  isFirst: boolean;
  space: string | null;
  deployment: string;
  remedies: Remedies;
}

function Step({ remedy, isFirst, space, deployment, remedies }: StepProps) {
  const { change, link, id, label } = remedy;
  const variant = isFirst ? 'primary' : 'secondary';
  if (link) {
    return (
      <ExternalLink href={link.url} className={buttonClasses(variant, 'small')}>
        {link.label}
      </ExternalLink>
    );
  }
  if (!change) return null;
  if (change.kind === 'edit') {
    if (space === null) {
      return (
        <Link to="/spaces/new" search={{ again: deployment }} className={buttonClasses(variant, 'small')}>
          Change the files
        </Link>
      );
    }
    return (
      <Link
        {...spacePlace(space)}
        search={{ tab: 'files', path: change.path }}
        className={buttonClasses(variant, 'small')}
      >
        Open {change.path}
      </Link>
    );
  }
  const words = {
    config: 'Do it and go on',
    file: 'Change the file',
    hardware: 'Move it',
    variable: 'Set it',
    restart: 'Restart',
    secret: 'Give it',
  }[change.kind];
  return (
    <Button
      size="small"
      variant={variant}
      loading={remedies.busy === id}
      disabled={remedies.busy !== null && remedies.busy !== id}
      aria-label={`${label}: ${words}`}
      onClick={() => remedies.apply(remedy)}
    >
      {change.kind === 'config' && Object.keys(change.patch).length === 0 ? 'Try again' : words}
    </Button>
  );
}
