import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';

/** Code with its language and a way to take it along. Long lines scroll inside. */
export function CodeBlock({
  language,
  code,
  children,
}: {
  language: string | null;
  code: string;
  children: ReactNode;
}) {
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-surface">
      <figcaption className="flex h-9 items-center justify-between border-b border-line pr-0.5 pl-4 font-mono text-xs text-ink-3">
        {language ?? 'text'}
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
        tabIndex={0}
        aria-label={`Code, ${language ?? 'text'}`}
        role="group"
        className="overflow-x-auto px-4 py-3.5 font-mono text-sm leading-5.5 text-ink focus-visible:outline-offset-[-2px]"
      >
        {children}
      </pre>
    </figure>
  );
}
