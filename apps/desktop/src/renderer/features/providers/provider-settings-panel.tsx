// The panel of one provider. Its form follows from the provider's category.
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ProviderState } from '@hubdesk/shared/contract/providers';
import { type ProviderCategory, providerRegistry } from '@hubdesk/shared/providers/registry';
import { IconButton } from '../../ui/icon-button.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { HuggingFaceForm } from './huggingface/huggingface-form.tsx';
import { ProviderLogo } from './provider-logo.tsx';
import { describeState } from './state-words.ts';

export interface ProviderFormProps {
  provider: ProviderState;
  unlock: ReactNode;
  place: ReactNode;
}

/** A category without a form has no provider that this version supports. */
const forms: Partial<Record<ProviderCategory, (props: ProviderFormProps) => ReactNode>> = {
  huggingface: HuggingFaceForm,
};

export interface ProviderSettingsPanelProps extends ProviderFormProps {
  onClose: () => void;
  /** The way back where the panel takes the whole width. */
  back: ReactNode;
}

export function ProviderSettingsPanel({ provider, unlock, place, onClose, back }: ProviderSettingsPanelProps) {
  const { name, label, category } = providerRegistry[provider.id];
  const { shape, label: stateLabel } = describeState(provider);
  const Form = forms[category];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves the panel from any control in it
    <section
      id="provider-panel"
      data-testid="provider-settings-panel"
      aria-labelledby="provider-panel-title"
      onKeyDown={(event) => {
        // In a field, Escape must not throw away what was pasted; in a dialog it closes that.
        if (event.key !== 'Escape' || event.defaultPrevented || event.target instanceof HTMLInputElement) return;
        if (event.target instanceof Node && event.currentTarget.contains(event.target)) onClose();
      }}
      className="mx-auto max-w-160 px-6 py-8 rail:px-8"
    >
      {back}
      <header className="flex flex-wrap items-center gap-x-3.5 gap-y-3 max-wide:mt-4">
        <ProviderLogo id={provider.id} />
        <div className="min-w-36 flex-1">
          <h2
            id="provider-panel-title"
            ref={heading}
            tabIndex={-1}
            className="scroll-mt-40 text-lg font-semibold text-ink outline-none"
          >
            {name}
          </h2>
          <p className="text-sm text-ink-3">{label}</p>
        </div>
        <p
          data-testid="connection-status"
          data-state={provider.state}
          role="status"
          className="flex items-center gap-2 text-sm text-ink-2"
        >
          <StatusDot shape={shape} />
          {stateLabel}
        </p>
        <span className="-mr-2 max-wide:hidden">
          <IconButton icon={X} label="Close the panel" onClick={onClose} />
        </span>
      </header>
      <div className="mt-7">{Form && <Form provider={provider} unlock={unlock} place={place} />}</div>
    </section>
  );
}
