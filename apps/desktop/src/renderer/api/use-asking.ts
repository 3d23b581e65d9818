// Questions asked of one thing that answers, with the answers as they grow. Lives
// as long as the page; leaving it ends what is still being answered.
import { useEffect, useRef, useState } from 'react';
import type { Failure } from '@hubdesk/shared/errors';
import { toFailure } from './failure.ts';

export interface Asked {
  id: number;
  question: string;
  answer: string;
  state: 'answering' | 'done' | 'stopped' | 'failed';
  tookMs: number;
  failure: Failure | null;
}

type Answers = AsyncIterable<{ answer: string; done: boolean; tookMs: number }>;

/** `open` asks one question. One is answered at a time. */
export function useAsking(open: (question: string, signal: AbortSignal) => Promise<Answers>) {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const running = useRef<AbortController | null>(null);
  const count = useRef(0);
  useEffect(() => () => running.current?.abort(), []);

  async function ask(question: string) {
    if (running.current) return;
    const stop = new AbortController();
    running.current = stop;
    count.current += 1;
    const id = count.current;
    const change = (part: Partial<Asked>) =>
      setAsked((before) => before.map((each) => (each.id === id ? { ...each, ...part } : each)));
    setAsked((before) => [...before, { id, question, answer: '', state: 'answering', tookMs: 0, failure: null }]);
    try {
      for await (const { answer, tookMs } of await open(question, stop.signal)) change({ answer, tookMs });
      change({ state: stop.signal.aborted ? 'stopped' : 'done' });
    } catch (caught) {
      change(stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', failure: toFailure(caught) });
    } finally {
      running.current = null;
    }
  }

  return {
    asked,
    isAnswering: asked.some(({ state }) => state === 'answering'),
    ask: (question: string) => void ask(question),
    stop: () => running.current?.abort(),
  };
}
