// What a Space says while it is built and while it runs, every change of it that
// was seen, and what its machine does.
import { useCallback, useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { useLogPieces } from '../../api/use-log-pieces.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { LogPane } from '../../ui/log/log-pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { EventList } from './event-list.tsx';
import { MachineLog } from './machine-log.tsx';
import type { SpaceLog, SpaceSearchChange } from './space-search.ts';
import type { SpaceEvent } from './use-space.ts';

const choices = [
  { value: 'build', label: 'Build' },
  { value: 'run', label: 'App' },
  { value: 'events', label: 'Events' },
  { value: 'machine', label: 'Machine' },
] as const satisfies readonly { value: SpaceLog; label: string }[];

export interface LogsTabProps {
  details: SpaceDetails;
  events: readonly SpaceEvent[];
  log: SpaceLog | undefined;
  onGo: (change: SpaceSearchChange) => void;
}

export function LogsTab({ details, events, log, onGo }: LogsTabProps) {
  const { id, runtime, sdk } = details;
  const isStatic = sdk === 'static';
  const shown = log ?? (isStatic ? 'events' : isAboutBuild(details) ? 'build' : 'run');
  const choice = (
    <Segmented<SpaceLog>
      label="Log"
      hideLabel
      options={isStatic ? choices.filter(({ value }) => value === 'events') : choices}
      value={shown}
      onChange={(next) => onGo({ log: next })}
    />
  );
  if (shown === 'build' || shown === 'run') {
    return <TextLog key={`${id} ${shown}`} space={id} log={shown} stage={runtime.stage} start={choice} />;
  }
  return (
    <div className="grid content-start gap-5 px-6 py-2.5 pb-10 rail:px-8">
      {choice}
      {shown === 'events' ? <EventList events={events} url={details.url} /> : <MachineLog details={details} />}
    </div>
  );
}

/** The build says most about it now. */
function isAboutBuild({ runtime: { stage } }: SpaceDetails): boolean {
  return stage === 'BUILDING' || stage === 'BUILD_ERROR' || stage === 'CONFIG_ERROR' || stage === 'NO_APP_FILE';
}

interface TextLogProps {
  space: string;
  log: 'build' | 'run';
  stage: string;
  start: React.ReactNode;
}

function TextLog({ space, log, stage, start }: TextLogProps) {
  const [round, setRound] = useState(0);
  const open = useCallback(
    (signal: AbortSignal) => client.spaces.log({ space, log }, { signal }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- each round opens it again
    [space, log, round],
  );
  const { lines, dropped, state, hasNews, failure } = useLogPieces(open);
  const words = stageWords(stage);
  return (
    <LogPane
      className="h-full"
      label={log === 'build' ? 'Log of the build' : 'Log of the app'}
      lines={lines}
      dropped={dropped}
      state={failure ? 'over' : state}
      start={start}
      notice={
        failure && (
          <ErrorNotice
            className="mx-6 my-3 rail:mx-8"
            explanation={explain(failure)}
            onRetry={() => setRound(round + 1)}
          />
        )
      }
      empty={
        !hasNews && !failure ? (
          <Loading label="The log is being opened" className="grid gap-2.5 bg-surface px-6 py-4 rail:px-8">
            {['w-2/5', 'w-3/5', 'w-1/3', 'w-1/2'].map((width) => (
              <Skeleton key={width} className={`h-2.5 ${width}`} />
            ))}
          </Loading>
        ) : (
          <EmptyState title={log === 'build' ? 'There is no log of a build' : 'The app has said nothing'}>
            {log === 'build'
              ? words.moving
                ? 'The first lines come when a builder takes it.'
                : 'The Hub keeps the log of the last build for a while, and has none now.'
              : words.up || words.moving
                ? 'Lines come here as soon as the app writes some.'
                : 'It does not run now. What it said the last time is gone with its machine.'}
          </EmptyState>
        )
      }
    />
  );
}
