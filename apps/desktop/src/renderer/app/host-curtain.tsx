// Covers the page when there is no host behind it, and says what to do. What was
// typed stays underneath.
import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { connection } from '../api/connection.ts';
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

export function HostCurtain() {
  const state = useStore(connection);
  const patient = useAfter(patienceMs);
  if (state.phase === 'open' || (state.phase === 'connecting' && !patient)) return null;
  if (state.phase === 'connecting') {
    return (
      <Curtain>
        <Spinner className="size-5 text-ink-3" />
        <p role="status" className="text-ink-2">
          Reaching Hubdesk…
        </p>
      </Curtain>
    );
  }
  const { title, body } = words[state.phase === 'lost' ? 'lost' : state.reason];
  return (
    <Curtain>
      <Unplug aria-hidden className="size-7 text-ink-3" strokeWidth={1.5} />
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p role="alert" className="text-ink-2">
        {body}
      </p>
      {state.phase === 'lost' && (
        <p className="flex items-center gap-2 text-sm text-ink-3">
          <Spinner className="size-3.5" /> Still trying to reach it
        </p>
      )}
    </Curtain>
  );
}

function Curtain({ children }: { children: React.ReactNode }) {
  return (
    <div className="fixed inset-0 z-60 grid place-items-center bg-paper p-8">
      <div className="grid max-w-96 justify-items-start gap-3">{children}</div>
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
