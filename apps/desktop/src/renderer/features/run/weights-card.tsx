// Whether what was trained is really in its repository: looked for, not believed.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { BadgeCheck, PackageX, Rocket } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { isLive } from './run-clock.ts';

export function WeightsCard({ run }: { run: Run }) {
  const { weights, artifacts } = run;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [salvageId] = useState(() => crypto.randomUUID());
  const look = useMutation(
    orpc.runs.lookForWeights.mutationOptions({
      onSuccess: (changed) => queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: run.id } }), changed),
    }),
  );
  const salvage = useMutation(
    orpc.runs.salvage.mutationOptions({
      onSuccess: (started) => {
        toast('A small job saves what is in the bucket');
        void navigate({ to: '/train/run/$run', params: { run: started.id } });
      },
    }),
  );
  if (isLive(run) || weights.state === 'none' || weights.state === 'waiting') return null;
  const error = look.error ?? salvage.error;
  // A run that came to its end saved its weights there too.
  const keptSome = run.checkpoints.length > 0 || run.state === 'completed';
  const bytes = weights.files.reduce((sum, file) => sum + file.bytes, 0);
  const repo = <ExternalLink href={weights.url}>{visibleText(weights.repo)}</ExternalLink>;
  const lookAgain = (
    <Button size="small" loading={look.isPending} onClick={() => look.mutate({ run: run.id })}>
      Look again
    </Button>
  );
  return (
    <section aria-label="Weights" className="rounded-lg border border-line-strong bg-surface p-4">
      {weights.state === 'looking' && (
        <p className="flex items-center gap-3 text-ink-2">
          <Spinner label="Looking" />
          <span>Looking for the weights in {repo}</span>
        </p>
      )}
      {weights.state === 'there' && (
        <div className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-3 wide:grid-cols-[auto_1fr_auto]">
          <BadgeCheck aria-hidden className="mt-px size-5 text-accent" strokeWidth={1.75} />
          <div className="grid min-w-0 gap-1">
            <p className="text-ink">
              <span className="font-semibold">
                Verified: {formatPlural(weights.files.length, 'file')}, {formatBytes(bytes)}
              </span>{' '}
              {weights.kind === 'adapter' ? 'of an adapter ' : ''}in {repo}
            </p>
            <ul className="grid gap-0.5 text-sm text-ink-2 tabular-nums">
              {weights.files.slice(0, 6).map(({ path, bytes: size }) => (
                <li key={path} className="flex flex-wrap gap-x-3">
                  <bdi className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{visibleText(path)}</bdi>
                  {formatBytes(size)}
                </li>
              ))}
              {weights.files.length > 6 && <li>and {weights.files.length - 6} more</li>}
            </ul>
            {weights.lookedAt !== null && (
              <p className="text-sm text-ink-3">
                Seen on the Hub <Time iso={weights.lookedAt} />
                {weights.commit !== null && `, commit ${weights.commit.slice(0, 7)}`}
              </p>
            )}
          </div>
          <Link
            to="/spaces/new"
            search={{ model: weights.repo }}
            className={buttonClasses(
              'primary',
              'medium',
              'col-start-2 justify-self-start self-center wide:col-start-3',
            )}
          >
            <Rocket aria-hidden className="size-4" strokeWidth={1.75} />
            Deploy it
          </Link>
        </div>
      )}
      {(weights.state === 'missing' || weights.state === 'unknown') && (
        <div className="grid grid-cols-[auto_1fr] gap-x-3">
          <PackageX aria-hidden className="mt-px size-5 text-ink" strokeWidth={1.75} />
          <div className="grid min-w-0 justify-items-start gap-1">
            <p className="font-semibold text-ink">
              {weights.state === 'missing'
                ? 'There are no weights in the repository'
                : 'The weights could not be looked for'}
            </p>
            <p className="max-w-[80ch] text-ink-2">
              {weights.state === 'missing' ? (
                <>
                  The run is over and {repo} has none of it.{' '}
                  {!artifacts
                    ? 'It kept nothing in a bucket either, so the log is where to look for the reason.'
                    : keptSome
                      ? `What it kept is in the bucket ${artifacts.bucket}; a small job on a CPU can save the last checkpoint from there.`
                      : `It told of no checkpoint, so the bucket ${artifacts.bucket} is most likely empty too. A small job on a CPU can look, and save what there is.`}
                </>
              ) : (
                <>The Hub could not be asked about {repo}. That says nothing about whether they are there.</>
              )}
            </p>
            <div className="mt-2 flex flex-wrap gap-2">
              {weights.state === 'missing' && artifacts && (
                <Button
                  size="small"
                  variant={keptSome ? 'primary' : 'secondary'}
                  loading={salvage.isPending}
                  onClick={() => salvage.mutate({ run: run.id, as: salvageId })}
                >
                  Salvage from the run’s bucket
                </Button>
              )}
              {lookAgain}
            </div>
          </div>
        </div>
      )}
      {error && <ErrorNotice className="mt-3" explanation={explain(toFailure(error))} />}
    </section>
  );
}
