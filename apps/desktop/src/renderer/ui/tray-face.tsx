// One thing that goes on, at the foot of the navigation: its ring, its name and
// a word on how it is. Its link is around it, with `trayLinkClasses`.
import { ProgressRing } from './progress-ring.tsx';
import { StatusDot } from './status-dot.tsx';
import { visibleText } from './visible-text.ts';

export const trayLinkClasses =
  'relative flex min-h-12 items-center gap-3 rounded-md px-2.5 py-1.5 hover:bg-hover max-rail:min-h-13 max-rail:flex-col max-rail:justify-center max-rail:gap-1 max-rail:px-0';
/** For the line that only counts the others. */
export const trayMoreClasses =
  'flex h-8 items-center rounded-md px-2.5 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11 max-rail:justify-center max-rail:px-0';

export interface TrayFaceProps {
  name: string;
  /** From 0 to 1; null while it is not known. */
  share: number | null;
  /** How far it is, in the room of two or three letters. */
  mark: string | null;
  /** How it stands. */
  line: string;
  needsPerson: boolean;
}

export function TrayFace({ name, share, mark, line, needsPerson }: TrayFaceProps) {
  return (
    <>
      <ProgressRing share={share} />
      <span className="grid min-w-0 flex-1 grid-cols-1 max-rail:sr-only">
        <span className="flex items-baseline gap-2">
          <bdi className="min-w-0 flex-1 truncate text-base font-medium text-ink">{visibleText(name)}</bdi>
          {mark !== null && <span className="text-sm text-ink-2 tabular-nums">{mark}</span>}
        </span>
        <span className="truncate text-sm text-ink-2 tabular-nums">{line}</span>
      </span>
      <span aria-hidden className="text-xs text-ink-2 tabular-nums rail:hidden">
        {mark ?? '…'}
      </span>
      {needsPerson && (
        <span className="absolute top-1.5 left-6.5 max-rail:right-3 max-rail:left-auto">
          <StatusDot shape="attention" />
        </span>
      )}
    </>
  );
}
