// Where a question is written. The draft outlives the page; what was sent can
// be stopped from the same place it was sent.
import { ArrowUp, Square } from 'lucide-react';
import { type ReactNode, type Ref, useId, useImperativeHandle, useRef } from 'react';
import { setDraft, useConversation } from '../../stores/conversation.ts';
import { Button } from '../../ui/button.tsx';
import { isSendKey } from './composer-key.ts';

/** What the contract takes in one message. */
const mostCharacters = 1_000_000;

export interface ComposerHandle {
  focus: () => void;
}

export interface ComposerProps {
  ref?: Ref<ComposerHandle>;
  /** Why nothing can be sent now, with the way out of it; null when it can. */
  blocked: ReactNode;
  isAnswering: boolean;
  onSend: (question: string) => void;
  onStop: () => void;
  /** At the end of the line below. */
  note?: ReactNode;
}

export function Composer({ ref, blocked, isAnswering, onSend, onStop, note }: ComposerProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useConversation((state) => state.draft);
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));

  const question = draft.trim();
  const tooLong = draft.length > mostCharacters;
  const canSend = !blocked && !isAnswering && question !== '' && !tooLong;
  const reason = blocked ?? (tooLong && 'This is longer than a million characters. Shorten it to send it.');

  function send() {
    if (!canSend) return;
    onSend(question);
    setDraft('');
    field.current?.focus();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="sr-only">
        Your question
      </label>
      <div className="flex items-end gap-2 rounded-lg border border-edge bg-surface p-1.5 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--color-accent)]">
        <textarea
          ref={field}
          id={id}
          data-testid="chat-input"
          rows={1}
          dir="auto"
          value={draft}
          placeholder="Ask something"
          aria-describedby={`${id}-below`}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (!isSendKey({ ...pick(event), isComposing: event.nativeEvent.isComposing })) return;
            event.preventDefault();
            send();
          }}
          className="field-sizing-content max-h-[min(40vh,20rem)] min-h-9 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2.5 py-1.5 text-lg leading-6 text-ink outline-none pointer-coarse:min-h-11"
        />
        {isAnswering ? (
          <Button
            data-testid="chat-stop"
            icon={Square}
            // It takes the place of Send: the second half of a double click there is not meant for it.
            onClick={({ detail }) => detail < 2 && onStop()}
            title="Stop (Esc)"
          >
            Stop
          </Button>
        ) : (
          <Button data-testid="chat-send" type="submit" variant="primary" icon={ArrowUp} disabled={!canSend}>
            Send
          </Button>
        )}
      </div>
      <div
        id={`${id}-below`}
        className="mt-2 flex min-h-4 flex-wrap justify-between gap-x-6 gap-y-1 px-1 text-xs text-ink-3"
      >
        <span>
          {reason || (isAnswering ? 'Esc stops the answer' : 'Enter sends, Shift and Enter makes a new line')}
        </span>
        {note}
      </div>
    </form>
  );
}

function pick({ key, shiftKey, altKey, ctrlKey, metaKey }: React.KeyboardEvent) {
  return { key, shiftKey, altKey, ctrlKey, metaKey };
}
