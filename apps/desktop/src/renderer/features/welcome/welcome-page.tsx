// The first start: two ways on, said plainly, and nothing else to decide.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { useEnterSandbox } from '../../api/use-sandbox.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Wordmark } from '../../ui/wordmark.tsx';
import { DeskDrawing } from './desk-drawing.tsx';

const way =
  'group flex w-full items-center gap-5 border-t border-line-strong py-5 text-left last:border-b hover:border-ink-3 transition-colors duration-100';

export function WelcomePage() {
  const navigate = useNavigate();
  const enterSandbox = useEnterSandbox();
  const enter = () => enterSandbox.mutate(undefined, { onSuccess: () => navigate({ to: '/models' }) });
  useMoveOnOnceConnected();
  return (
    <main
      id="main"
      tabIndex={-1}
      className="grid h-full overflow-y-auto wide:grid-cols-[minmax(0,1fr)_minmax(0,0.8fr)]"
    >
      <div className="relative mx-auto flex w-full max-w-148 flex-col justify-center px-8 py-20">
        <p className="absolute top-8 left-8 flex items-center gap-2.5">
          <Wordmark />
        </p>
        <h1 tabIndex={-1} data-page-heading className="text-3xl font-semibold tracking-[-0.03em] text-ink">
          Work with the Hub,
          <br />
          from your own desk.
        </h1>
        <p className="mt-4 max-w-[46ch] text-lg text-ink-2">
          Hubdesk finds the open models that are running right now, shows who serves them and for how much, and lets you
          talk to them.
        </p>
        <div className="mt-10">
          <Link to="/settings/providers" search={{ provider: 'huggingface' }} className={way}>
            <span className="grid flex-1 gap-0.5">
              <span className="text-lg font-semibold text-ink">Connect a Hugging Face account</span>
              <span className="text-ink-2">With an access token that stays on this computer.</span>
            </span>
            <Arrow />
          </Link>
          <button
            type="button"
            className={way}
            aria-disabled={enterSandbox.isPending || undefined}
            onClick={() => enterSandbox.isPending || enter()}
          >
            <span className="grid flex-1 gap-0.5">
              <span className="text-lg font-semibold text-ink">Try the Sandbox</span>
              <span className="text-ink-2" role="status">
                {enterSandbox.isPending
                  ? 'Starting a small Hub on this computer and connecting to it…'
                  : 'A practice Hub on this computer. No account, no network, no cost.'}
              </span>
            </span>
            {enterSandbox.isPending ? <Spinner className="mx-2.5 size-5 text-accent-text" /> : <Arrow />}
          </button>
        </div>
        {enterSandbox.isError && (
          <ErrorNotice
            className="mt-5"
            explanation={explain(toFailure(enterSandbox.error))}
            onRetry={enter}
            retrying={enterSandbox.isPending}
          />
        )}
      </div>
      <div aria-hidden className="relative overflow-hidden border-l border-line bg-sunken max-wide:hidden">
        <DeskDrawing />
      </div>
    </main>
  );
}

function Arrow() {
  return (
    <span
      aria-hidden
      className="grid size-10 place-items-center rounded-full border border-line-strong text-ink-2 transition-colors duration-100 group-hover:border-accent group-hover:bg-accent group-hover:text-accent-ink"
    >
      <ArrowRight className="size-4.5" strokeWidth={1.75} />
    </span>
  );
}

/** Another window may connect an account while this one still says welcome. */
function useMoveOnOnceConnected() {
  const navigate = useNavigate();
  const { data: account } = useQuery(orpc.account.get.queryOptions());
  const wasConnected = useRef(account);
  useEffect(() => {
    if (wasConnected.current === null && account) void navigate({ to: '/models' });
    wasConnected.current = account;
  }, [account, navigate]);
}
