// One question and what came back, set like an interview: who speaks stands in
// the margin. The answer grows where it stands.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDuration } from './format-duration.ts';
import { visibleLines } from './visible-text.ts';

export interface ExchangeProps {
  /** Over the question; `Asked` if left out. */
  asked?: string;
  /** Who answers. */
  speaker: string;
  question: string;
  answer: string;
  state: 'answering' | 'done' | 'stopped' | 'failed';
  tookMs: number | null;
  /** In the place of the answer, or below what there is of it: why it failed. */
  children?: ReactNode;
}

export function Exchange({ asked = 'Asked', speaker, question, answer, state, tookMs, children }: ExchangeProps) {
  return (
    <div className="@container grid gap-4">
      <Turn speaker={asked}>
        <p dir="auto" className="font-medium whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
          {visibleLines(question)}
        </p>
      </Turn>
      <Turn speaker={speaker}>
        {answer === '' && state === 'answering' ? (
          <p className="flex h-5.5 items-center gap-1.5">
            <span className="sr-only">Waiting for the answer</span>
            {[0, 1, 2].map((at) => (
              <span
                key={at}
                aria-hidden
                className="size-1.5 rounded-full bg-accent motion-safe:animate-[pulse_1.2s_ease-in-out_infinite]"
                style={{ animationDelay: `${at * 160}ms` }}
              />
            ))}
          </p>
        ) : (
          answer !== '' && (
            <p
              dir="auto"
              className="max-h-96 overflow-y-auto leading-6 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
            >
              {visibleLines(answer)}
              {state === 'answering' && (
                <span
                  aria-hidden
                  className="ml-0.5 inline-block h-4 w-1.5 translate-y-0.5 rounded-[1px] bg-accent motion-safe:animate-[pulse_1.2s_ease-in-out_infinite]"
                />
              )}
            </p>
          )
        )}
        {children}
        {state === 'stopped' && <p className="mt-1 text-sm text-ink-3">You stopped it here.</p>}
        {state === 'done' && (
          <p className="mt-1.5 flex items-center gap-1 text-sm text-ink-3 tabular-nums">
            <Check aria-hidden className="size-3.5 text-accent" strokeWidth={2.25} />
            Answered{tookMs !== null && tookMs > 0 && ` in ${formatDuration(tookMs)}`}
          </p>
        )}
      </Turn>
    </div>
  );
}

function Turn({ speaker, children }: { speaker: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-5 gap-y-0.5 @lg:grid-cols-[6.5rem_minmax(0,1fr)]">
      <p className="pt-px text-sm font-medium text-ink-3 [overflow-wrap:anywhere] @lg:text-right">
        {visibleLines(speaker)}
      </p>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
