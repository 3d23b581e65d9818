// Why something failed, what it said itself, and what may help: the gentlest
// first, each with its own way on.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { plainText } from './log/ansi-spans.ts';

interface RemedyWords {
  id: string;
  label: string;
  why: string;
}

export interface FailureCardProps<R extends RemedyWords> {
  sentence: string;
  /** As they were written; empty where nothing was. */
  lines: readonly string[];
  /** Beside the lines, for instance the way to the whole log. */
  more?: ReactNode;
  remedies: readonly R[];
  /** What one presses to take a remedy; the first of them most likely. */
  renderStep: (remedy: R, isFirst: boolean) => ReactNode;
  /** Under the sentence, for instance why a remedy did not work. */
  children?: ReactNode;
}

export function FailureCard<R extends RemedyWords>(props: FailureCardProps<R>) {
  const { sentence, lines, more, remedies, renderStep, children } = props;
  return (
    <section aria-label="What went wrong" className="rounded-lg border border-loss-line bg-surface">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-3 p-4">
        <CircleAlert aria-hidden className="mt-0.5 size-4.5 text-loss" strokeWidth={1.75} />
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <h2 className="max-w-[80ch] font-semibold text-ink">{sentence}</h2>
          {more}
        </div>
        {lines.length > 0 && (
          <pre className="col-start-2 max-h-40 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere] text-ink-2">
            {lines.map(plainText).join('\n')}
          </pre>
        )}
        {children && <div className="col-start-2 grid gap-3 empty:hidden">{children}</div>}
      </div>
      {remedies.length > 0 && (
        <>
          <h3 className="border-t border-line px-4 pt-3 text-xs font-medium text-ink-3">
            {remedies.length === 1 ? 'What may help' : 'What may help, the gentlest first'}
          </h3>
          <ol className="grid divide-y divide-line px-4 pb-1">
            {remedies.map((remedy, at) => (
              <li key={remedy.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
                <div className="grid min-w-56 flex-1">
                  <span className="font-medium text-ink">{remedy.label}</span>
                  <span className="text-sm text-ink-2">{remedy.why}</span>
                </div>
                {renderStep(remedy, at === 0)}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
