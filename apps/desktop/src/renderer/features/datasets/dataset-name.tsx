import { cx } from '../../ui/cx.ts';

/** `namespace/name`, the namespace quieter. */
export function DatasetName({ id, className }: { id: string; className?: string }) {
  const slash = id.indexOf('/') + 1;
  return (
    <span className={cx('font-medium text-ink', className)}>
      {slash > 0 && <span className="font-normal text-ink-2">{id.slice(0, slash)}</span>}
      {id.slice(slash)}
    </span>
  );
}
