import { Loading, Skeleton } from '../ui/skeleton.tsx';

/** A page that is on its way. */
export function PageSkeleton() {
  return (
    <Loading label="The page is loading" className="grid gap-4 px-6 py-8 rail:px-10">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-4 w-80" />
      <Skeleton className="mt-6 h-40 w-full max-w-160" />
    </Loading>
  );
}
