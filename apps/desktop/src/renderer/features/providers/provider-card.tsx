import type { ComponentProps } from 'react';
import type { ProviderState } from '@hubdesk/shared/contract/providers';
import { providerRegistry } from '@hubdesk/shared/providers/registry';
import { cx } from '../../ui/cx.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { ProviderLogo } from './provider-logo.tsx';
import { describeState } from './state-words.ts';

export interface ProviderCardProps extends Omit<ComponentProps<'button'>, 'children'> {
  provider: ProviderState;
  /** Its panel is open. */
  open: boolean;
}

/** One provider and how it stands; opens its panel. */
export function ProviderCard({ provider, open, ...rest }: ProviderCardProps) {
  const { name, label } = providerRegistry[provider.id];
  const { shape, label: stateLabel } = describeState(provider);
  return (
    <button
      type="button"
      {...rest}
      data-testid={`provider-card-${provider.id}`}
      data-state={provider.state}
      aria-expanded={open}
      aria-controls={open ? 'provider-panel' : undefined}
      className={cx(
        'grid w-full grid-cols-[auto_1fr] gap-x-3.5 gap-y-5 rounded-lg border bg-surface p-4 text-left transition-colors duration-100',
        open ? 'border-accent' : 'border-line hover:border-line-strong',
      )}
    >
      <ProviderLogo id={provider.id} />
      <span className="grid min-w-0 content-center">
        <span className="truncate font-semibold text-ink">{name}</span>
        <span className="truncate text-sm text-ink-3">{label}</span>
      </span>
      <span className="col-span-2 flex min-w-0 items-center gap-2 border-t border-line pt-3 text-sm text-ink-2">
        <StatusDot shape={shape} />
        <span className="truncate">
          {stateLabel}
          {provider.connectedAs && provider.state !== 'attention' && ` as ${provider.connectedAs.name}`}
        </span>
      </span>
    </button>
  );
}
