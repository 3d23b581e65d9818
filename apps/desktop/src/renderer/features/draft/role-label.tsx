import { cx } from '../../ui/cx.ts';
import { visibleText } from '../../ui/visible-text.ts';
import type { SideKind } from './read-row.ts';

/** Who speaks, small; the answer, which is what is learned, in the accent. */
export function RoleLabel({ kind, label, className }: { kind: SideKind; label: string; className?: string }) {
  return (
    <span
      className={cx(
        'inline-flex h-4.5 max-w-full items-center rounded-sm px-1 text-xs font-medium',
        kind === 'assistant' ? 'bg-accent-soft text-accent-text' : 'bg-hover text-ink-2',
        className,
      )}
    >
      <bdi className="truncate">{visibleText(label)}</bdi>
    </span>
  );
}
