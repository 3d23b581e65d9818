// It was asked and it answered: where it is, and the ways on from here.
import { Link } from '@tanstack/react-router';
import { AppWindow, BadgeCheck } from 'lucide-react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { spacePlace } from '../../api/space-place.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatDuration } from '../../ui/format-duration.ts';
import { visibleText } from '../../ui/visible-text.ts';

export function ReadyCard({ deployment }: { deployment: Deployment }) {
  const { state, config, space, job, asked } = deployment;
  if (state !== 'ready') return null;
  const address = job?.endpoint ?? space?.appUrl ?? space?.url ?? null;
  return (
    <section
      aria-label="Ready"
      className="flex flex-wrap items-center gap-x-6 gap-y-4 rounded-lg border border-accent-line bg-accent-soft p-4 rail:p-5"
    >
      <div className="grid min-w-64 flex-1 grid-cols-[auto_1fr] gap-x-3">
        <BadgeCheck aria-hidden className="mt-px size-5 text-accent" strokeWidth={1.75} />
        <div className="grid min-w-0 gap-1">
          <p className="font-semibold text-ink">
            {config.kind === 'static'
              ? 'The page is there'
              : job
                ? 'It serves, and it answers'
                : 'It runs, and it answers'}
          </p>
          <p className="max-w-[72ch] text-ink-2">
            {config.kind === 'static'
              ? `It was looked at, and ${config.model === null ? 'is there for whoever may see it' : 'shows the model'}. It runs nothing and costs nothing.`
              : asked
                ? `It was asked a question as anybody would ask it, and answered in ${formatDuration(asked.tookMs)}.`
                : 'It was asked as anybody would ask it, and answered.'}{' '}
            {job && 'Any program that speaks to an OpenAI address can use it, with a token that may read the job.'}
          </p>
          {address !== null && (
            <p className="mt-1 flex min-w-0 items-center gap-1">
              <code className="min-w-0 truncate font-mono text-sm text-ink">{visibleText(address)}</code>
              <CopyButton text={address} label="Copy the address" />
            </p>
          )}
        </div>
      </div>
      {space && (
        <div className="flex flex-wrap gap-2">
          <Link {...spacePlace(space.id)} className={buttonClasses('secondary')}>
            <AppWindow aria-hidden className="size-4" strokeWidth={1.75} />
            Look after it
          </Link>
          <ExternalLink
            // A private app lets nobody in by its own address; its page on the Hub does.
            href={config.visibility === 'private' ? space.url : (space.appUrl ?? space.url)}
            className={buttonClasses('primary')}
          >
            Open the app
          </ExternalLink>
        </div>
      )}
    </section>
  );
}
