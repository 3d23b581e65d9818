// Where one question is written and sent; what was sent can be stopped from the
// same place.
import { ArrowUp, Square } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from './button.tsx';

export interface AskFieldProps {
  label: string;
  placeholder: string;
  isAnswering: boolean;
  onAsk: (question: string) => void;
  onStop: () => void;
  mostCharacters?: number;
}

export function AskField({ label, placeholder, isAnswering, onAsk, onStop, mostCharacters = 8_000 }: AskFieldProps) {
  const id = useId();
  const [text, setText] = useState('');
  const question = text.trim();
  const canSend = !isAnswering && question !== '';

  function send() {
    if (!canSend) return;
    onAsk(question);
    setText('');
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <div className="flex items-end gap-2 rounded-lg border border-edge bg-surface p-1.5 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--color-accent)]">
        <textarea
          id={id}
          rows={1}
          dir="auto"
          value={text}
          maxLength={mostCharacters}
          placeholder={placeholder}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const { key, shiftKey, altKey, nativeEvent } = event;
            if (key === 'Escape' && isAnswering) return onStop();
            // Its Enter chooses among letters that are put together; it does not send.
            if (key !== 'Enter' || shiftKey || altKey || nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
          className="field-sizing-content max-h-40 min-h-8 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2 py-1 text-base leading-6 text-ink outline-none pointer-coarse:min-h-11"
        />
        {isAnswering ? (
          <Button
            size="small"
            icon={Square}
            // It takes the place of Ask: the second half of a double click there is not meant for it.
            onClick={({ detail }) => detail < 2 && onStop()}
          >
            Stop
          </Button>
        ) : (
          <Button type="submit" size="small" variant="primary" icon={ArrowUp} disabled={!canSend}>
            Ask
          </Button>
        )}
      </div>
    </form>
  );
}
