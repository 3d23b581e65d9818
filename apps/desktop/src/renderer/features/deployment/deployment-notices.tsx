// What a person must know before anything else: that nobody follows it, that it
// waits, that it is over.
import { Link } from '@tanstack/react-router';
import { Ban, TimerOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { hasServed } from '../../api/deployment-words.ts';
import { explain } from '../../api/explain.ts';
import { isFailure } from '../../api/failure.ts';
import { spacePlace } from '../../api/space-place.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { linkClasses } from '../../ui/link-classes.ts';

export function DeploymentNotices({ deployment }: { deployment: Deployment }) {
  const { id, state, following, problem, space, job, config } = deployment;
  const goesOn = state === 'working' || (state === 'ready' && config.kind === 'job');
  const again = (
    <Link to="/spaces/new" search={{ again: id }} className={buttonClasses('primary', 'small')}>
      Deploy it again
    </Link>
  );
  return (
    <>
      {goesOn && following === 'stopped' && problem && isFailure(problem) && (
        <ErrorNotice explanation={explain(problem)}>
          <p className="w-full text-sm text-ink-2">
            {space || job
              ? 'What is on the Hub stays as it is; Hubdesk goes on by itself once this is solved.'
              : 'Hubdesk goes on by itself once this is solved.'}
          </p>
        </ErrorNotice>
      )}
      {goesOn && following === 'waiting' && (
        <p role="status" className="text-sm text-ink-2">
          {problem && isFailure(problem) ? explain(problem).title : 'The Hub does not answer now'}. It goes on by itself
          when the Hub answers again.
        </p>
      )}
      {state === 'cancelled' && (
        <Over
          icon={Ban}
          title={hasServed(deployment) ? 'You stopped it' : 'You cancelled this deployment'}
          action={again}
        >
          {space ? (
            <>
              The Space it made stays as it is:{' '}
              <Link {...spacePlace(space.id)} className={linkClasses}>
                {space.id}
              </Link>
              .
            </>
          ) : config.kind === 'job' ? (
            'Its job was ended: it answers nobody and costs nothing more.'
          ) : (
            'Nothing of it is left on the Hub.'
          )}
        </Over>
      )}
      {state === 'ended' && (
        <Over icon={TimerOff} title="The job is over" action={again}>
          It no longer answers, and costs nothing more. Deployed again it gets another address.
        </Over>
      )}
    </>
  );
}

function Over({
  icon: Icon,
  title,
  action,
  children,
}: {
  icon: typeof Ban;
  title: string;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-3 rounded-lg border border-line-strong bg-surface p-4">
      <Icon aria-hidden className="mt-0.5 size-4.5 text-ink-3" strokeWidth={1.75} />
      <div className="grid min-w-0 justify-items-start gap-1">
        <p className="font-semibold text-ink">{title}</p>
        <p className="max-w-[80ch] text-ink-2 [overflow-wrap:anywhere]">{children}</p>
        <div className="mt-2">{action}</div>
      </div>
    </div>
  );
}
