// Marks drawn for this project: a sign for each provider, none of them its
// trademark. Strokes take the colour of the text, so they work in both themes.
import type { ReactNode } from 'react';
import type { ProviderId } from '@hubdesk/shared/providers/registry';
import { cx } from '../../ui/cx.ts';

const drawings: Record<ProviderId, ReactNode> = {
  anthropic: <path d="M5 19 12 5l7 14M8.2 13h7.6" />,
  openai: (
    <>
      <path d="m12 4 6.9 4v8L12 20l-6.9-4V8Z" />
      <circle cx="12" cy="12" r="2.6" />
    </>
  ),
  google: <path d="M18.4 7.4A7.8 7.8 0 1 0 19.8 12H12.5" />,
  bedrock: <path d="m12 4 8 4-8 4-8-4ZM4 12l8 4 8-4M4 16l8 4 8-4" />,
  deepseek: <path d="M4 10.5c2.7-3.4 5.3-3.4 8 0s5.3 3.4 8 0M4 15.5c2.7-3.4 5.3-3.4 8 0s5.3 3.4 8 0" />,
  zai: <path d="M6 6h12L6 18h12" />,
  ollama: (
    <>
      <rect x="4.5" y="5.5" width="15" height="13" rx="2.5" />
      <path d="m8 10 2.5 2L8 14M13 14.5h3.5" />
    </>
  ),
  xai: <path d="m6 5.5 12 13M18 5.5l-5 5.4M11 13.1l-5 5.4" />,
  openrouter: (
    <>
      <path d="M4 12h5c4 0 4-5 8-5h2M9 12c4 0 4 5 8 5h2" />
      <path d="m17.5 4.8 2.3 2.2-2.3 2.2M17.5 14.8l2.3 2.2-2.3 2.2" />
    </>
  ),
  litellm: <path d="M13.2 4 6 13.5h5.4L10.8 20 18 10.5h-5.4Z" />,
  huggingface: (
    <>
      <circle cx="12" cy="12" r="7.75" />
      <path d="M8.6 13.2a3.7 3.7 0 0 0 6.8 0M9.3 9.6v.6M14.7 9.6v.6" />
    </>
  ),
};

/** Decoration: the provider's name stands beside it. */
export function ProviderLogo({ id, quiet = false }: { id: ProviderId; quiet?: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        'grid shrink-0 place-items-center',
        quiet ? 'size-6 text-ink-3' : 'size-10 rounded-md bg-accent-soft text-accent-text',
      )}
    >
      <svg
        viewBox="0 0 24 24"
        className={quiet ? 'size-5' : 'size-6'}
        fill="none"
        stroke="currentColor"
        strokeWidth={quiet ? 1.5 : 1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {drawings[id]}
      </svg>
    </span>
  );
}
