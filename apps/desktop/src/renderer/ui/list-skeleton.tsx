import { Loading, Skeleton } from './skeleton.tsx';

/** Rows that are on their way, in the shape they will have. */
export function ListSkeleton({ label, rows }: { label: string; rows: number }) {
  return (
    <Loading label={label} className="border-t border-line">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-13 items-center gap-6 border-b border-line px-6 rail:px-8">
          <Skeleton className={`h-3.5 ${['w-1/3', 'w-1/4', 'w-2/5'][row % 3]}`} />
          <Skeleton className="ml-auto h-3 w-24" />
          <Skeleton className="h-3 w-20 max-rail:hidden" />
        </div>
      ))}
    </Loading>
  );
}
