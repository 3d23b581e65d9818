import { Link } from '@tanstack/react-router';
import type { SpaceRow } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { spacePlace } from '../../api/space-place.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { SpaceTile } from '../../ui/space-tile.tsx';
import { stageShape } from '../../ui/stage-shape.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { hardwareWords, sleepWords } from './hardware-words.ts';
import { SpaceActions } from './space-actions.tsx';
import { costNow } from './space-rows.ts';

export interface SpaceRowViewProps {
  space: SpaceRow;
  tabIndex: 0 | -1;
  flavors: readonly Flavor[] | undefined;
}

/** A Space as one line that leads to its page. */
export function SpaceRowView({ space, tabIndex, flavors }: SpaceRowViewProps) {
  const { id, title, visibility, runtime, usdPerHour, lastModified, models } = space;
  const [answers] = models;
  const stage = stageWords(runtime.stage);
  const sleep = sleepWords(space);
  return (
    <div className="relative flex items-center border-b border-line pr-4 hover:bg-hover rail:pr-6">
      <Link
        {...spacePlace(id)}
        data-row
        tabIndex={tabIndex}
        // In a narrow window the stage stands under the name, which would have no room beside it.
        className="flex min-h-16 min-w-0 flex-1 items-center gap-4 py-2.5 pr-3 pl-6 outline-offset-[-2px] max-[680px]:grid max-[680px]:grid-cols-[auto_minmax(0,1fr)_auto] max-[680px]:items-start max-[680px]:gap-y-1 rail:pl-8"
      >
        <SpaceTile emoji={space.emoji} from={space.colorFrom} to={space.colorTo} faded={!stage.up && !stage.moving} />
        <span className="grid min-w-0 flex-1">
          <span className="flex min-w-0 items-center gap-2">
            <bdi className="truncate font-medium text-ink">{visibleText(title ?? id.slice(id.indexOf('/') + 1))}</bdi>
            {visibility !== 'public' && <Badge>{visibility === 'private' ? 'Private' : 'Protected'}</Badge>}
          </span>
          <bdi className="truncate text-sm text-ink-3">{visibleText(id)}</bdi>
        </span>
        <span className="w-56 shrink-0 truncate text-sm text-ink-2 max-wide:hidden">
          {answers !== undefined && (
            <>
              <span className="sr-only">answers with </span>
              <bdi title={answers}>{visibleText(answers.slice(answers.indexOf('/') + 1))}</bdi>
              {models.length > 1 && <span className="text-ink-3"> and {models.length - 1} more</span>}
            </>
          )}
        </span>
        <span className="grid w-64 shrink-0 max-wide:w-56 max-rail:w-44 max-[680px]:col-span-2 max-[680px]:col-start-2 max-[680px]:row-start-2 max-[680px]:w-auto">
          <span className="flex items-center gap-2 text-base text-ink">
            <StatusDot shape={stageShape(runtime.stage)} />
            <span className="truncate">{visibleText(stage.label)}</span>
            {runtime.replicas && runtime.replicas.requested > 1 && (
              <span className="text-sm text-ink-3 tabular-nums">
                {runtime.replicas.current} of {runtime.replicas.requested}
              </span>
            )}
          </span>
          <span className="truncate text-sm text-ink-3">
            {hardwareWords(space, flavors)}
            {sleep !== null && <span className="max-rail:hidden"> · {sleep}</span>}
          </span>
        </span>
        <span className="grid w-22 shrink-0 text-right text-sm text-ink-2 tabular-nums max-[680px]:col-start-3 max-[680px]:row-start-1 max-[680px]:w-auto max-[680px]:pt-0.5">
          {usdPerHour === null ? (
            <span className="text-ink-3">
              <span aria-hidden>–</span>
              <span className="sr-only">no price known</span>
            </span>
          ) : usdPerHour === 0 ? (
            'Free'
          ) : costNow(space) > 0 ? (
            <span className="font-medium text-ink">{formatUsd(usdPerHour)}/h</span>
          ) : (
            <>
              <span className="text-ink-3">{formatUsd(usdPerHour)}/h</span>
              <span className="text-xs text-ink-3">not now</span>
            </>
          )}
        </span>
        <span className="w-28 shrink-0 text-right text-sm text-ink-3 max-wide:hidden">
          {lastModified && <Time iso={lastModified} />}
        </span>
      </Link>
      <SpaceActions space={space} tabIndex={tabIndex} />
    </div>
  );
}
