import { LoaderCircle } from 'lucide-react';

/** Work of unknown length. `label` is for screen readers; leave it out where the words beside it already say so. */
export function Spinner({ label, className = 'size-4' }: { label?: string; className?: string }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex">
      <LoaderCircle aria-hidden className={`spin ${className}`} strokeWidth={1.75} />
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
