// Why it does not get up, the lines that say so, and what may help: the gentlest
// first, each one press away.
import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { explain } from '../../api/explain.ts';
import { spacePlace } from '../../api/space-place.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { plainText } from '../../ui/log/ansi-spans.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { type Remedies, useRemedies } from './use-remedies.ts';

export function DeploymentFailure({ deployment }: { deployment: Deployment }) {
  const remedies = useRemedies(deployment);
  const { failure, state, space } = deployment;
  if (state !== 'failed') return null;
  const listed = failure?.remedies ?? [];
  return (
    <section aria-label="What went wrong" className="rounded-lg border border-loss-line bg-surface">
      <div className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-3 p-4">
        <CircleAlert aria-hidden className="mt-0.5 size-4.5 text-loss" strokeWidth={1.75} />
        <h2 className="max-w-[80ch] font-semibold text-ink">
          {failure?.sentence ?? 'It failed, and nobody said why. The log below may know.'}
        </h2>
        {failure && failure.lines.length > 0 && (
          <pre
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
            tabIndex={0}
            role="group"
            aria-label={failure.log === 'build' ? 'What the build said' : 'What the app said'}
            className="col-start-2 max-h-52 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere] text-ink-2"
          >
            {failure.lines.map(plainText).join('\n')}
          </pre>
        )}
      </div>
      {remedies.error && <ErrorNotice className="mx-4 mb-4" explanation={explain(remedies.error)} />}
      {listed.length > 0 ? (
        <>
          <h3 className="border-t border-line px-4 pt-3 text-xs font-medium text-ink-3">
            {listed.length === 1 ? 'What may help' : 'What may help, the gentlest first'}
          </h3>
          <ol className="grid divide-y divide-line px-4 pb-1">
            {listed.map((remedy, at) => (
              <li key={remedy.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
                <div className="grid min-w-56 flex-1">
                  <span className="font-medium text-ink">{remedy.label}</span>
                  <span className="max-w-[80ch] text-sm text-ink-2">{remedy.why}</span>
                </div>
                <Step
                  remedy={remedy}
                  isFirst={at === 0}
                  space={space?.id ?? null}
                  deployment={deployment.id}
                  remedies={remedies}
                />
              </li>
            ))}
          </ol>
        </>
      ) : (
        <div className="flex flex-wrap gap-2 border-t border-line p-4">
          <Button size="small" variant="primary" loading={remedies.busy === 'retry'} onClick={() => remedies.retry()}>
            Try again
          </Button>
        </div>
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
    </section>
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
