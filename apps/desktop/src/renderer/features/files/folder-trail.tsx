import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { visibleText } from '../../ui/visible-text.ts';

export interface FolderTrailProps {
  trail: readonly { name: string; path: string }[];
  onGo: (path: string) => void;
}

/** The way from the root to the folder that shows; its end stays in sight. */
export function FolderTrail({ trail, onGo }: FolderTrailProps) {
  return (
    <nav
      ref={(line) => {
        if (line) line.scrollLeft = line.scrollWidth;
      }}
      aria-label="Where this folder is"
      className="flex min-w-0 items-center overflow-x-auto py-0.5"
    >
      {trail.map(({ name, path }, at) => (
        <Fragment key={path}>
          {at > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3" strokeWidth={1.75} />}
          <button
            type="button"
            aria-current={at === trail.length - 1 ? 'location' : undefined}
            onClick={() => onGo(path)}
            className="h-7 shrink-0 rounded-sm px-1.5 text-sm whitespace-nowrap text-ink-2 outline-offset-[-2px] hover:bg-hover hover:text-ink aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:h-11"
          >
            <bdi>{visibleText(name)}</bdi>
          </button>
        </Fragment>
      ))}
    </nav>
  );
}
