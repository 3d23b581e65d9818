// What the person asked; the last question can be put differently.
import { Pencil } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { isSendKey } from './composer-key.ts';
import { PlainText } from './plain-text.tsx';

/** Longer ones are folded, so that an answer to a pasted file stays near. */
const mostShown = 1_500;

export interface QuestionProps {
  text: string;
  /** Asks this in its place; null where it can no longer be changed. */
  onChange: ((question: string) => void) | null;
}

export function Question({ text, onChange }: QuestionProps) {
  const [isEditing, setEditing] = useState(false);
  const [gaveUp, setGaveUp] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > mostShown;

  if (isEditing && onChange) {
    return (
      <QuestionEditor
        text={text}
        onCancel={() => {
          setEditing(false);
          setGaveUp(true);
        }}
        onSend={(question) => {
          setEditing(false);
          setGaveUp(false);
          onChange(question);
        }}
      />
    );
  }
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <p
          data-testid="chat-message-user"
          dir="auto"
          className="text-lg leading-6.5 font-medium whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
        >
          <PlainText>{isLong && !isOpen ? `${text.slice(0, mostShown)}…` : text}</PlainText>
        </p>
        {isLong && (
          <Button
            size="small"
            variant="quiet"
            className="mt-1 -ml-2.5"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Show less' : 'Show all of it'}
          </Button>
        )}
      </div>
      {onChange && (
        <IconButton
          icon={Pencil}
          label="Change the question"
          size="small"
          className="-mt-0.5"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the field that was left
          autoFocus={gaveUp}
          onClick={() => setEditing(true)}
        />
      )}
    </div>
  );
}

function QuestionEditor({
  text,
  onSend,
  onCancel,
}: {
  text: string;
  onSend: (question: string) => void;
  onCancel: () => void;
}) {
  const id = useId();
  const [question, setQuestion] = useState(text);
  const canSend = question.trim() !== '';
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend(question.trim());
      }}
    >
      <label htmlFor={id} className="sr-only">
        The question, to be asked again
      </label>
      <textarea
        id={id}
        dir="auto"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
        autoFocus
        value={question}
        onFocus={(event) => event.target.setSelectionRange(text.length, text.length)}
        onChange={(event) => setQuestion(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            return onCancel();
          }
          const { key, shiftKey, altKey, ctrlKey, metaKey, nativeEvent } = event;
          if (!isSendKey({ key, shiftKey, altKey, ctrlKey, metaKey, isComposing: nativeEvent.isComposing })) return;
          event.preventDefault();
          if (canSend) onSend(question.trim());
        }}
        className="field-sizing-content max-h-[40vh] min-h-18 resize-none overflow-y-auto rounded-lg border border-edge bg-surface px-3.5 py-2.5 text-lg leading-6.5 text-ink focus-visible:outline-offset-0"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size="small" disabled={!canSend}>
          Ask again
        </Button>
        <Button size="small" onClick={onCancel}>
          Keep it as it is
        </Button>
        <span className="text-xs text-ink-3">The answer so far stays within reach.</span>
      </div>
    </form>
  );
}
