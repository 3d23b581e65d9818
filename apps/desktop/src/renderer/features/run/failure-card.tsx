// Why a run failed, what it said itself, and what may help: the gentlest first,
// each one press away.
import { CircleAlert } from 'lucide-react';
import type { Remedy, Run } from '@hubdesk/shared/train/run';
import { buttonClasses } from '../../ui/button.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { plainText } from '../../ui/log/ansi-spans.ts';
import { formPlace } from './form-place.ts';

export function FailureCard({ run }: { run: Run }) {
  const { failure, config } = run;
  if (!failure) return null;
  return (
    <section aria-label="What went wrong" className="rounded-lg border border-loss-line bg-surface">
      <div className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-3 p-4">
        <CircleAlert aria-hidden className="mt-0.5 size-4.5 text-loss" strokeWidth={1.75} />
        <h2 className="max-w-[80ch] font-semibold text-ink">{failure.sentence}</h2>
        {failure.said !== null && (
          <pre className="col-start-2 max-h-40 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere] text-ink-2">
            {failure.said.split('\n').map(plainText).join('\n')}
          </pre>
        )}
      </div>
      {failure.remedies.length > 0 && (
        <>
          <h3 className="border-t border-line px-4 pt-3 text-xs font-medium text-ink-3">
            {failure.remedies.length === 1 ? 'What may help' : 'What may help, the gentlest first'}
          </h3>
          <ol className="grid divide-y divide-line px-4 pb-1">
            {failure.remedies.map((remedy, at) => (
              <li key={remedy.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
                <div className="grid min-w-56 flex-1">
                  <span className="font-medium text-ink">{remedy.label}</span>
                  <span className="text-sm text-ink-2">{remedy.why}</span>
                </div>
                <Step run={run.id} remedy={remedy} isFirst={at === 0} canChange={config !== null} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Step({
  run,
  remedy,
  isFirst,
  canChange,
}: {
  run: string;
  remedy: Remedy;
  isFirst: boolean;
  canChange: boolean;
}) {
  const look = buttonClasses(isFirst ? 'primary' : 'secondary', 'small');
  if (remedy.link) {
    return (
      <ExternalLink href={remedy.link.url} className={look}>
        {remedy.link.label}
      </ExternalLink>
    );
  }
  if (!remedy.change || !canChange) return null;
  return (
    <a
      href={formPlace({ from: run, remedy: remedy.id }).href}
      className={look}
      aria-label={`${remedy.label}: set up a run with this`}
    >
      Set up a run with this
    </a>
  );
}
