// An answer to a question somebody may have at this very place. Opens by press,
// Enter, or a resting pointer, so it works by touch and keyboard as well.
import { CircleQuestionMark } from 'lucide-react';
import type { ReactNode } from 'react';
import { Popover } from './popover.tsx';

export interface HelpTipProps {
  /** The question, as a person would ask it; also the button's name. */
  question: string;
  /** Shows the question beside the mark. */
  showQuestion?: boolean;
  children: ReactNode;
}

export function HelpTip({ question, showQuestion = false, children }: HelpTipProps) {
  return (
    <Popover
      title={question}
      openOnHover={!showQuestion}
      trigger={
        showQuestion ? (
          <button
            type="button"
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md text-sm text-ink-2 underline decoration-line-strong decoration-1 underline-offset-3 hover:text-ink hover:decoration-current pointer-coarse:min-h-11"
          >
            {question}
          </button>
        ) : (
          <button
            type="button"
            aria-label={question}
            className="inline-grid size-6 place-items-center rounded-full text-ink-3 hover:text-ink pointer-coarse:size-11"
          >
            <CircleQuestionMark aria-hidden className="size-4" strokeWidth={1.75} />
          </button>
        )
      }
    >
      {children}
    </Popover>
  );
}
