/** A shortcut as it is printed on this keyboard: `mod+k` is ⌘K on a Mac and Ctrl K elsewhere. */
export function Kbd({ shortcut }: { shortcut: string }) {
  return (
    <kbd className="inline-flex h-5 items-center rounded-sm border border-line-strong px-1.5 font-sans text-xs text-ink-3">
      {shortcutLabel(shortcut)}
    </kbd>
  );
}

export const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);

export function shortcutLabel(shortcut: string): string {
  return shortcut
    .split('+')
    .map((key) => (key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key))
    .join(isMac ? '' : ' ');
}
