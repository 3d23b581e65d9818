// Everything said so far, kept at its end while an answer grows.
import { ArrowDown } from 'lucide-react';
import { useEffect } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { useConversation } from '../../stores/conversation.ts';
import { Button } from '../../ui/button.tsx';
import { TurnView } from './turn-view.tsx';
import type { Ask } from './use-ask.ts';
import { useFollow } from './use-follow.ts';

/** The column that the transcript and the composer share. */
export const columnClasses = 'mx-auto w-full max-w-192 px-6 wide:max-w-224 rail:px-8';

export function Transcript({ account, ask }: { account: Account | null | undefined; ask: Ask }) {
  const turns = useConversation((state) => state.turns);
  const { scroller, content, atEnd, jumpToEnd } = useFollow();

  // A new question, or the old one asked again, is always brought into sight.
  const asked = turns.reduce((sum, turn) => sum + turn.versions.length, 0);
  useEffect(jumpToEnd, [asked, jumpToEnd]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="region"
        aria-label="Conversation"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
        tabIndex={0}
        className="h-full overflow-y-auto [overflow-anchor:none] focus-visible:outline-offset-[-3px]"
      >
        <div ref={content} className={`${columnClasses} py-5`}>
          {turns.map((turn, index) => (
            <TurnView
              key={turn.id}
              turn={turn}
              number={index + 1}
              isLast={index === turns.length - 1}
              account={account}
              ask={ask}
            />
          ))}
        </div>
      </div>
      {!atEnd && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button size="small" icon={ArrowDown} className="pointer-events-auto shadow-float" onClick={jumpToEnd}>
            Jump to the latest
          </Button>
        </div>
      )}
    </div>
  );
}
