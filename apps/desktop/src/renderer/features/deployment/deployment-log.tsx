// What the Space or the job says: the log of the step that is now, and the other
// one for a press.
import { type ReactNode, useCallback, useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { useLogPieces } from '../../api/use-log-pieces.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { LogPane } from '../../ui/log/log-pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';

type Log = 'build' | 'run';

const logOptions = [
  { value: 'build', label: 'Build' },
  { value: 'run', label: 'App' },
] as const;

export function DeploymentLog({ deployment }: { deployment: Deployment }) {
  const { config, state } = deployment;
  const [chosen, setChosen] = useState<Log | null>(null);
  const [opened, setOpened] = useState<boolean | null>(null);
  if (config.kind === 'static' || (!deployment.space && !deployment.job)) return null;
  const isJob = config.kind === 'job';
  const log = chosen ?? logOf(deployment);
  // Once it answers, the log has done its part.
  const isOpen = opened ?? (state === 'working' || state === 'failed');
  return (
    <Disclosure
      title="Log"
      level={2}
      about={isOpen ? undefined : isJob ? 'what the server said' : 'what the build and the app said'}
      open={isOpen}
      onOpenChange={setOpened}
      className="min-w-0"
    >
      {isOpen && (
        <Lines
          key={`${log} ${deployment.space?.id} ${deployment.job?.id}`}
          deployment={deployment}
          log={log}
          start={
            !isJob && <Segmented label="Which log" hideLabel options={logOptions} value={log} onChange={setChosen} />
          }
        />
      )}
    </Disclosure>
  );
}

function Lines({ deployment, log, start }: { deployment: Deployment; log: Log; start: ReactNode }) {
  const { id, config } = deployment;
  const open = useCallback(
    (signal: AbortSignal) => client.deployments.log({ deployment: id, log }, { signal }),
    [id, log],
  );
  const { lines, dropped, state, hasNews, failure } = useLogPieces(open);
  const isJob = config.kind === 'job';
  const words = failure
    ? explain(failure).title
    : state === 'over'
      ? 'It said nothing.'
      : !hasNews
        ? 'The log is being opened.'
        : isJob
          ? 'The log begins when the machine is there.'
          : log === 'build'
            ? 'The log begins when the Hub builds it.'
            : 'The log begins when the app starts.';
  return (
    <LogPane
      label={isJob ? 'Log of the job' : log === 'build' ? 'Build log' : 'Log of the app'}
      lines={lines}
      dropped={dropped}
      state={failure ? 'over' : state}
      start={start}
      isNarrow
      className="h-104"
      empty={<p className="m-auto max-w-[48ch] px-6 text-center text-sm text-ink-3">{words}</p>}
    />
  );
}

/** Of the step that is now, or of the one that failed. */
function logOf({ config, failure, steps }: Deployment): Log {
  if (config.kind === 'job') return 'run';
  if (failure?.log) return failure.log;
  const at = steps.find(({ state }) => state === 'now' || state === 'failed')?.step;
  return at === 'repo' || at === 'commit' || at === 'build' ? 'build' : 'run';
}
