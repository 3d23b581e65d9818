// The app of a Space: to be looked at where it can be shown, to be asked where it
// answers, and why it does neither where it does not.
import { useMutation } from '@tanstack/react-query';
import { CloudMoon, EyeOff, Hammer, Power, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatHourly } from '../../ui/format-hourly.ts';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { AppFrame } from './app-frame.tsx';
import { AskPart } from './ask-part.tsx';
import { SpaceFailure } from './space-failure.tsx';
import type { SpaceSearchChange } from './space-search.ts';
import { startCosts, startWords } from './space-words.ts';
import { StartDialog } from './start-dialog.tsx';
import { usePutRuntime } from './use-put-runtime.ts';

export interface AppTabProps {
  details: SpaceDetails;
  onGo: (change: SpaceSearchChange) => void;
}

export function AppTab({ details, onGo }: AppTabProps) {
  const { id, title, sdk, embeddable, runtime, sha } = details;
  const isUp = stageWords(runtime.stage).up;
  // What went wrong says all there is to say of an app that is not up.
  const isFailed = details.failure !== null && !isUp;
  return (
    <div className="flex min-h-full flex-col gap-5 px-6 py-5 rail:px-8">
      <SpaceFailure details={details} onGo={onGo} />
      <div
        className={
          'grid flex-1 grid-cols-1 gap-x-8 gap-y-6 wide:has-[[data-ask]]:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]'
        }
      >
        {!isFailed && (
          <section aria-label="The app" className="flex h-full min-h-112 min-w-0 flex-col">
            {isUp && embeddable && runtime.appUrl !== null ? (
              <AppFrame
                key={`${runtime.appUrl} ${runtime.sha ?? sha}`}
                title={`The app of ${visibleText(title ?? id)}`}
                url={runtime.appUrl}
                isGradio={sdk === 'gradio'}
              />
            ) : (
              <NoPreview details={details} onGo={onGo} />
            )}
          </section>
        )}
        {sdk !== 'static' && <AskPart details={details} />}
      </div>
    </div>
  );
}

/** Why there is nothing to look at, and what to do about it. */
function NoPreview({ details, onGo }: AppTabProps) {
  const { id, url, runtime, visibility, usdPerHour, forbids } = details;
  const [asking, setAsking] = useState(false);
  const put = usePutRuntime(id);
  const restart = useMutation(orpc.spaces.restart.mutationOptions({ onSuccess: put }));
  const words = stageWords(runtime.stage);
  const costs = startCosts(details);
  const { label } = startWords(runtime.stage);
  const start = (
    <>
      <ReasonedButton
        variant="primary"
        reason={forbids.write ?? forbids.restart}
        loading={restart.isPending}
        onClick={() => (costs ? setAsking(true) : restart.mutate({ space: id }))}
      >
        {costs ? `${label}, for ${formatHourly(usdPerHour)}` : label}
      </ReasonedButton>
      {asking && <StartDialog details={details} onClose={() => setAsking(false)} />}
    </>
  );
  const log = (
    <Button onClick={() => onGo({ tab: 'logs', log: undefined })}>
      {words.moving ? 'Watch its log' : 'Look at its log'}
    </Button>
  );
  const problem = restart.error && <ErrorNotice explanation={explain(toFailure(restart.error))} />;
  if (words.up) {
    return (
      <Blank
        icon={<EyeOff />}
        title={visibility === 'private' ? 'A private app shows on the Hub only' : 'This app cannot be shown here'}
        actions={
          <ExternalLink href={url} className={buttonClasses('secondary')}>
            Open it on the Hub
          </ExternalLink>
        }
      >
        {visibility === 'private'
          ? 'Its address lets nobody in without a sign-in, which this page does not hand on. You can ask it here all the same.'
          : 'It answers at an address that Hubdesk does not take into a frame.'}
      </Blank>
    );
  }
  if (runtime.stage === 'SLEEPING')
    return (
      <Blank icon={<CloudMoon />} title="It is asleep" actions={start} problem={problem}>
        Nobody came for a while, so it costs nothing now. Waking takes about a minute, more with a large model.
      </Blank>
    );
  if (words.tone === 'idle')
    return (
      <Blank icon={<Power />} title={`It is ${words.label.toLowerCase()}`} actions={start} problem={problem}>
        It answers nobody and costs nothing until it is started again.
      </Blank>
    );
  if (words.tone === 'busy')
    return (
      <Blank icon={<Hammer />} title={words.label} actions={log}>
        {words.sentence} It shows here as soon as it is up.
      </Blank>
    );
  return (
    <Blank
      icon={<TriangleAlert />}
      title={visibleText(words.label)}
      actions={
        <>
          {log}
          {runtime.stage === 'NO_APP_FILE' && (
            <Button onClick={() => onGo({ tab: 'files', path: undefined })}>Look at its files</Button>
          )}
        </>
      }
    >
      {visibleText(runtime.errorMessage ?? words.sentence)}
    </Blank>
  );
}

interface BlankProps {
  icon: ReactNode;
  title: string;
  actions: ReactNode;
  problem?: ReactNode;
  children: ReactNode;
}

function Blank({ icon, title, actions, problem, children }: BlankProps) {
  return (
    <div className="grid min-h-80 flex-1 place-items-center rounded-lg border border-dashed border-line-strong bg-sunken px-6 py-10">
      <div className="grid max-w-96 justify-items-center gap-2 text-center">
        <span aria-hidden className="mb-1 text-ink-3 [&>svg]:size-7 [&>svg]:stroke-[1.25]">
          {icon}
        </span>
        <h2 className="text-lg font-semibold text-ink">{title}</h2>
        <p className="text-ink-2">{children}</p>
        <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>
        {problem}
      </div>
    </div>
  );
}
