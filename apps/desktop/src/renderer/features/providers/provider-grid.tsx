// The cards of the providers this version can connect: one tab stop, the arrows
// move among them as they lie on the screen, Enter opens.
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ProviderState } from '@hubdesk/shared/contract/providers';
import { ProviderCard } from './provider-card.tsx';

export interface ProviderGridProps {
  providers: readonly ProviderState[];
  open: string | null;
  onOpen: (id: ProviderState['id']) => void;
}

export function ProviderGrid({ providers, open, onOpen }: ProviderGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const current = Math.min(stop, Math.max(providers.length - 1, 0));

  function press(event: KeyboardEvent) {
    const cards = [...(grid.current?.querySelectorAll('button') ?? [])];
    const top = cards[0]?.offsetTop;
    const columns = Math.max(1, cards.filter((card) => card.offsetTop === top).length);
    const targets: Record<string, number> = {
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      ArrowDown: current + columns,
      ArrowUp: current - columns,
      Home: 0,
      End: cards.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    cards[target]?.focus();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move among the cards inside, which are buttons
    <div
      ref={grid}
      role="group"
      aria-label="Providers"
      data-testid="provider-grid"
      onKeyDown={press}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(15.5rem,100%),1fr))] gap-3"
    >
      {providers.map((provider, index) => (
        <ProviderCard
          key={provider.id}
          provider={provider}
          open={provider.id === open}
          tabIndex={index === current ? 0 : -1}
          onFocus={() => setStop(index)}
          onClick={() => onOpen(provider.id)}
        />
      ))}
    </div>
  );
}
