// The card as it will stand in a list on the Hub.
import { LockKeyhole } from 'lucide-react';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { Badge } from '../../ui/badge.tsx';
import { spaceGround } from '../../ui/space-tile.tsx';
import { visibleText } from '../../ui/visible-text.ts';

const hardware: Record<DeployConfig['kind'], string> = {
  'zero-gpu': 'Zero',
  gpu: 'GPU',
  cpu: 'CPU',
  static: 'Static',
  job: 'Job',
};

export function SpaceCard({ config }: { config: DeployConfig }) {
  const { kind, namespace, name, title, emoji, colorFrom, colorTo, description, visibility } = config;
  return (
    <figure className="grid gap-1.5">
      <figcaption className="text-sm font-medium text-ink">Its card</figcaption>
      <div className="overflow-hidden rounded-lg border border-line-strong bg-surface">
        <div
          className="grid h-28 place-items-center transition-[background-image] duration-200"
          style={{ backgroundImage: `linear-gradient(120deg, ${spaceGround(colorFrom)}, ${spaceGround(colorTo)})` }}
        >
          <span aria-hidden className="text-[2.75rem] leading-none">
            {emoji}
          </span>
        </div>
        <div className="grid gap-1 px-4 py-3">
          <p className="line-clamp-2 text-base font-semibold [overflow-wrap:anywhere] text-ink">
            <bdi>{visibleText(title.trim() === '' ? name : title)}</bdi>
          </p>
          {description !== '' && (
            <p className="text-sm [overflow-wrap:anywhere] text-ink-2">
              <bdi>{visibleText(description)}</bdi>
            </p>
          )}
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
            <bdi className="[overflow-wrap:anywhere]">{namespace}</bdi>
            <Badge>{hardware[kind]}</Badge>
            {visibility !== 'public' && (
              <Badge>
                <LockKeyhole aria-hidden className="size-3" strokeWidth={2} />
                {visibility}
              </Badge>
            )}
          </p>
        </div>
      </div>
    </figure>
  );
}
