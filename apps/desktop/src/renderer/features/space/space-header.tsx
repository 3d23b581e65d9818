// What a Space is, how it stands and what that costs, and the actions for its stage.
import { useQuery } from '@tanstack/react-query';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { orpc } from '../../api/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Fact } from '../../ui/fact.tsx';
import { flavorLabel } from '../../ui/flavor-label.ts';
import { formatHourly } from '../../ui/format-hourly.ts';
import { SpaceTile } from '../../ui/space-tile.tsx';
import { stageShape } from '../../ui/stage-shape.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { SpaceActions } from './space-actions.tsx';
import { sleepWords, visibilityWords } from './space-words.ts';

export function SpaceHeader({ details }: { details: SpaceDetails }) {
  const { id, title, emoji, colorFrom, colorTo, sdk, visibility, runtime, usdPerHour, lastModified, url } = details;
  const { data: flavors } = useQuery(orpc.spaces.hardware.queryOptions());
  const words = stageWords(runtime.stage);
  const { hardware, requested } = runtime;
  const on = hardware ?? requested;
  const isMoving = hardware !== null && requested !== null && hardware !== requested;
  return (
    <header className="flex gap-4">
      <SpaceTile emoji={emoji} from={colorFrom} to={colorTo} size="large" faded={!words.up} />
      <div className="grid min-w-0 flex-1 content-start gap-1">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div className="flex min-w-0 flex-1 basis-64 flex-wrap items-center gap-x-3 gap-y-1">
            <h1
              tabIndex={-1}
              data-page-heading
              className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere] text-ink"
            >
              <bdi>{visibleText(title ?? id.slice(id.indexOf('/') + 1))}</bdi>
            </h1>
            <Badge>{visibilityWords[visibility].label}</Badge>
            {runtime.devMode && <Badge tone="accent">Dev mode</Badge>}
          </div>
          <SpaceActions details={details} />
        </div>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-ink-2 tabular-nums">
          <Fact>
            <span className="[overflow-wrap:anywhere]">{id}</span>
          </Fact>
          <Fact>{sdk !== null && sdkWords(sdk)}</Fact>
          {sdk !== 'static' && on !== null && (
            <Fact>
              {flavorLabel(on, flavors)}
              {isMoving && `, moving to ${flavorLabel(requested, flavors)}`},{' '}
              {usdPerHour === 0 ? 'free' : formatHourly(usdPerHour)}
            </Fact>
          )}
          <Fact>{sleepWords(details)}</Fact>
          <Fact>
            {lastModified && (
              <>
                changed <Time iso={lastModified} />
              </>
            )}
          </Fact>
          <Fact>
            <ExternalLink href={url}>On the Hub</ExternalLink>
          </Fact>
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-ink-2">
          <span className="inline-flex items-center gap-1.5 font-medium text-ink">
            <StatusDot shape={stageShape(runtime.stage)} />
            {visibleText(words.label)}
          </span>
          {words.sentence}
        </p>
      </div>
    </header>
  );
}

function sdkWords(sdk: string): string {
  return { gradio: 'Gradio', docker: 'Docker', static: 'Static page', streamlit: 'Streamlit' }[sdk] ?? visibleText(sdk);
}
