// A script to be read: numbered lines with quiet colours.
import { common, createLowlight } from 'lowlight';
import { type ReactNode, useMemo } from 'react';
import './python-code.css';

// Chat colours the same languages: one file holds them for both.
const lowlight = createLowlight(common);
/** Colouring a longer one would hold the page up. */
const longestColoured = 60_000;

type Tree = ReturnType<typeof lowlight.highlight>['children'];

export function PythonCode({ text, label }: { text: string; label: string }) {
  const coloured = useMemo(
    () => (text.length > longestColoured ? text : drawn(lowlight.highlight('python', text).children)),
    [text],
  );
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
      tabIndex={0}
      role="group"
      aria-label={label}
      className="python-code max-h-128 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 text-ink"
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
