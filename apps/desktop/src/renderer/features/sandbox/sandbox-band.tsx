// The unmistakable mark of the Sandbox, on every page while it lasts.
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { useLeaveSandbox } from '../../api/use-sandbox.ts';

export function SandboxBand() {
  const router = useRouter();
  const { data: inSandbox } = useQuery(
    orpc.app.state.queryOptions({ select: (state) => state.workspace === 'sandbox' }),
  );
  const leave = useLeaveSandbox();
  if (!inSandbox) return null;
  function goHome(): void {
    const from = router.state.location.pathname;
    leave.mutate(undefined, {
      // Who has gone elsewhere meanwhile stays there.
      onSuccess: () => router.state.location.pathname === from && router.navigate({ to: '/' }),
    });
  }
  return (
    <section aria-label="Sandbox" className="hatched border-b border-sandbox-stripe text-sandbox-ink">
      <div className="flex min-h-9 items-center justify-center gap-3 px-4">
        <p className="rounded-sm bg-sandbox px-2 text-sm font-medium">
          Sandbox — nothing here is real or costs anything
        </p>
        <button
          type="button"
          aria-disabled={leave.isPending || undefined}
          onClick={() => leave.isPending || goHome()}
          className="my-1 h-7 rounded-md border border-sandbox-ink/40 bg-sandbox px-2.5 text-sm font-medium hover:border-sandbox-ink focus-visible:outline-sandbox-ink pointer-coarse:h-11"
        >
          {leave.isPending ? 'Leaving…' : 'Leave'}
        </button>
      </div>
      {leave.isError && (
        <p role="alert" className="bg-sandbox px-4 py-1 text-center text-sm">
          {explain(toFailure(leave.error)).body}
        </p>
      )}
    </section>
  );
}
