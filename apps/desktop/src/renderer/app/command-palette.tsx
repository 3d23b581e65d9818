// Find a command by a word of it. The field keeps the focus; the arrows move the
// mark in the list below.
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { cx } from '../ui/cx.ts';
import { Kbd } from '../ui/kbd.tsx';
import type { Action } from './actions.ts';

export function CommandPalette({ actions, onClose }: { actions: readonly Action[]; onClose: () => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = actions.filter((action) => matches(action, text));
  const current = Math.min(active, Math.max(found.length - 1, 0));

  function perform(action: Action | undefined) {
    if (!action) return;
    onClose();
    action.perform();
  }

  function press(event: React.KeyboardEvent) {
    if (event.key === 'ArrowDown') setActive(found.length === 0 ? 0 : (current + 1) % found.length);
    else if (event.key === 'ArrowUp') setActive(found.length === 0 ? 0 : (current - 1 + found.length) % found.length);
    else if (event.key === 'Enter') perform(found[current]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Dialog.Popup
          initialFocus={field}
          className="fixed top-[14vh] left-1/2 z-30 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg bg-surface shadow-float"
        >
          <Dialog.Title className="sr-only">Find a command</Dialog.Title>
          <div className="relative border-b border-line">
            <Search
              aria-hidden
              className="pointer-events-none absolute top-4 left-4 size-4.5 text-ink-3"
              strokeWidth={1.75}
            />
            <input
              ref={field}
              role="combobox"
              aria-label="Command"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={found.length > 0 ? `${id}-${current}` : undefined}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setActive(0);
              }}
              onKeyDown={press}
              placeholder="What would you like to do?"
              className="h-13 w-full bg-transparent pr-4 pl-12 text-lg text-ink outline-none"
            />
          </div>
          <div id={`${id}-list`} role="listbox" aria-label="Commands" className="max-h-[50vh] overflow-y-auto p-1.5">
            {found.map((action, index) => (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field above has the focus and the keys
              <div
                key={action.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                ref={index === current ? (row) => row?.scrollIntoView({ block: 'nearest' }) : null}
                onPointerMove={() => setActive(index)}
                onClick={() => perform(action)}
                className={cx(
                  'flex min-h-10 cursor-default items-center justify-between rounded-md px-3 text-base text-ink',
                  index === current && 'bg-hover',
                )}
              >
                {action.name}
                {action.shortcut && <Kbd shortcut={action.shortcut} />}
              </div>
            ))}
          </div>
          <p role="status" className={found.length === 0 ? 'px-4.5 pb-5 text-ink-2' : 'sr-only'}>
            {found.length === 0 ? `No command has “${text}” in it. Try a shorter word.` : `${found.length} commands`}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Every word typed begins a word of the name or the keywords. */
function matches(action: Action, text: string): boolean {
  const words = [action.name, ...action.keywords].join(' ').toLowerCase().split(/\s+/);
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
