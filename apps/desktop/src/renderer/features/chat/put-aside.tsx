import { Undo2 } from 'lucide-react';
import { bringBack, useConversation } from '../../stores/conversation.ts';
import { Button } from '../../ui/button.tsx';

/** The way back to the conversation that a new one replaced. In the page: news in a corner would cover the composer. */
export function PutAside() {
  const count = useConversation(({ putAside }) => putAside.length);
  return (
    <div role="status" className="text-sm text-ink-2 empty:hidden">
      {count > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p>The last conversation is put aside until you ask something new.</p>
          <Button size="small" icon={Undo2} onClick={bringBack}>
            Bring it back
          </Button>
        </div>
      )}
    </div>
  );
}
