import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { explain } from '../api/explain.ts';
import { toFailure } from '../api/failure.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** A page that could not be drawn, or could not learn what it needs. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className="grid max-w-160 gap-6 px-6 py-8 rail:px-10">
      <PageHeader title="This page cannot be shown" />
      <ErrorNotice
        explanation={explain(toFailure(error))}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
