// Covers the page when there is no host behind it, and says what to do. What was
// typed stays underneath, out of reach.
import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type Connection, connection } from '../api/connection.ts';
import { Spinner } from '../ui/spinner.tsx';

const patienceMs = 1_200;

const words = {
  lost: {
    title: 'Hubdesk has stopped',
    body: 'The program behind this page is gone. Start Hubdesk again and use the page it opens; if it is only restarting, this one comes back by itself.',
  },
  noCode: {
    title: 'Start Hubdesk again',
    body: 'This address alone does not let you in. Start Hubdesk, and it opens a page of its own with a key that works once.',
  },
  codeUsed: {
    title: 'This link was used already',
    body: 'The key in it works once. Start Hubdesk again to get a new page.',
  },
  unreachable: {
    title: 'Hubdesk does not answer',
    body: 'Nothing is running behind this address. Start Hubdesk again; it opens its own page.',
  },
};

/** The connection while it is a reason to cover the page, otherwise null. */
export function useHostAway(): Connection | null {
  const state = useStore(connection);
  const patient = useAfter(patienceMs);
  if (state.phase === 'open' || (state.phase === 'connecting' && !patient)) return null;
  return state;
}

export function HostCurtain({ away }: { away: Connection }) {
  const text = away.phase === 'refused' ? words[away.reason] : words.lost;
  return (
    <div
      role="alertdialog"
      aria-modal="true"
      aria-label="Hubdesk is not connected"
      className="fixed inset-0 z-60 grid place-items-center bg-paper p-8"
    >
      <div className="grid max-w-96 justify-items-start gap-3">
        {away.phase === 'connecting' ? (
          <p role="status" className="flex items-center gap-3 text-ink-2">
            <Spinner className="size-5 text-ink-3" /> Reaching Hubdesk…
          </p>
        ) : (
          <>
            <Unplug aria-hidden className="size-7 text-ink-3" strokeWidth={1.5} />
            <h1 className="text-2xl font-semibold tracking-tight">{text.title}</h1>
            <p role="alert" className="text-ink-2">
              {text.body}
            </p>
          </>
        )}
        {away.phase === 'lost' && (
          <p className="flex items-center gap-2 text-sm text-ink-3">
            <Spinner className="size-3.5" /> Still trying to reach it
          </p>
        )}
      </div>
    </div>
  );
}

function useAfter(delayMs: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
  return passed;
}
