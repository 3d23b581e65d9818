// Code to be read, with quiet colours. Brings a highlighter along: show it from what is fetched apart.
import { common, createLowlight } from 'lowlight';
import { type ReactNode, useMemo } from 'react';
import { cx } from './cx.ts';
import './code-view.css';

// Chat colours the same languages: one file holds them for both.
const lowlight = createLowlight(common);
/** Colouring a longer one would hold the page up. */
const longestColoured = 60_000;

type Tree = ReturnType<typeof lowlight.highlight>['children'];

export interface CodeViewProps {
  text: string;
  label: string;
  /** `python`, `yaml`, `markdown`, …; null colours nothing. */
  language: string | null;
  className?: string;
}

export function CodeView({ text, label, language, className }: CodeViewProps) {
  const coloured = useMemo(
    () =>
      language === null || text.length > longestColoured || !lowlight.registered(language)
        ? text
        : drawn(lowlight.highlight(language, text).children),
    [language, text],
  );
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
      tabIndex={0}
      role="group"
      aria-label={label}
      className={cx(
        'code-view max-h-128 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 text-ink',
        className,
      )}
    >
      <code>{coloured}</code>
    </pre>
  );
}

function drawn(nodes: Tree): ReactNode[] {
  return nodes.map((node, at) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    const { className } = node.properties;
    return (
      <span key={at} className={Array.isArray(className) ? className.join(' ') : undefined}>
        {drawn(node.children)}
      </span>
    );
  });
}
