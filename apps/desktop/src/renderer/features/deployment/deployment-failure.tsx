// Why it does not get up, the lines that say so, and what may help: the gentlest
// first, each one press away.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { explain } from '../../api/explain.ts';
import { spacePlace } from '../../api/space-place.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
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
      remedies={withRetry(failure?.remedies ?? [])}
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

/** Whatever a person does elsewhere, there is a way to go on from here. */
function withRetry(remedies: readonly SpaceRemedy[]): readonly SpaceRemedy[] {
  const goesOn = remedies.some(({ change }) => change !== null && change.kind !== 'edit');
  const isDoneElsewhere = remedies.some(({ change }) => change?.kind === 'edit');
  const isRetried = remedies.some((remedy) => isRetry(remedy.change));
  if (isRetried || (goesOn && !isDoneElsewhere)) return remedies;
  const why =
    remedies.length === 0
      ? 'Goes on from the step that failed, with the same answers.'
      : 'Goes on from the step that failed, once that is done.';
  return [...remedies, { id: 'retry', label: 'Try again', why, change: { kind: 'config', patch: {} }, link: null }];
}

/** Nothing is changed before it goes on. */
function isRetry(change: SpaceRemedy['change']): boolean {
  return change?.kind === 'config' && Object.keys(change.patch).length === 0;
}

/** Whether it may cost money that was not asked for before. */
function mayCost({ change }: SpaceRemedy): boolean {
  if (change?.kind === 'hardware') return true;
  return (
    change?.kind === 'config' &&
    (change.patch['kind'] === 'gpu' ||
      change.patch['kind'] === 'job' ||
      ('flavor' in change.patch && change.patch['flavor'] !== null))
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
  const { change, link, id, label, why } = remedy;
  const [isAsking, setAsking] = useState(false);
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
    <>
      <Button
        size="small"
        variant={variant}
        loading={remedies.busy === id}
        disabled={remedies.busy !== null && remedies.busy !== id}
        {...(!isRetry(change) && { 'aria-label': `${label}: ${words}` })}
        onClick={() => (mayCost(remedy) ? setAsking(true) : remedies.apply(remedy))}
      >
        {isRetry(change) ? 'Try again' : words}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`${label}?`}
        description={`${why} It then goes on from the step that failed.`}
        confirmLabel="Do it and go on"
        onConfirm={() => {
          setAsking(false);
          remedies.apply(remedy);
        }}
      />
    </>
  );
}
