// The line a token is pasted into. Shows dots; the characters only while the eye
// is held down. What was pasted is kept whole, so that the advice is about it.
import { Eye, X } from 'lucide-react';
import { type ClipboardEvent, type ReactNode, useState } from 'react';
import { readPastedToken } from '@hubdesk/shared/account/token-format';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** One more than `readPastedToken` takes, so that it can say that it is too long. */
const longestKept = 16_385;

export interface TokenFieldProps {
  label: string;
  labelEnd?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  disabled?: boolean;
  /** Beside the field, on its line. */
  after?: ReactNode;
}

export function TokenField({ label, labelEnd, value, onChange, disabled = false, after }: TokenFieldProps) {
  const [shown, setShown] = useState(false);
  const { verdict, reason } = readPastedToken(value);
  const refused = verdict === 'wrongKind' || verdict === 'unusable';

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const { selectionStart, selectionEnd, value: shownValue } = event.currentTarget;
    const replacesAll = (selectionEnd ?? 0) - (selectionStart ?? 0) === shownValue.length;
    if (!replacesAll) return;
    // The field would join the lines of a paste, and hide from us that there were several.
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain').slice(0, longestKept);
    onChange(readPastedToken(text).token || text);
  }

  const hold = {
    onPointerDown: () => setShown(true),
    onPointerUp: () => setShown(false),
    onPointerLeave: () => setShown(false),
    onPointerCancel: () => setShown(false),
    onKeyDown: (event: { key: string }) => (event.key === ' ' || event.key === 'Enter') && setShown(true),
    onKeyUp: () => setShown(false),
    onBlur: () => setShown(false),
  };

  return (
    <TextField
      label={label}
      labelEnd={labelEnd}
      data-testid="api-key-input"
      type={shown ? 'text' : 'password'}
      value={value}
      onChange={(event) => onChange(event.target.value.slice(0, longestKept))}
      onPaste={paste}
      disabled={disabled}
      placeholder="hf_…"
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      after={after}
      inputClassName="font-mono pr-18"
      error={refused ? reason : undefined}
      hint={
        verdict === 'unusual'
          ? reason
          : verdict === 'plausible'
            ? 'This has the form of a Hugging Face token.'
            : undefined
      }
      end={
        value !== '' && (
          <>
            <IconButton icon={Eye} label="Show while held" size="small" pressed={shown} {...hold} />
            <IconButton icon={X} label="Clear" size="small" disabled={disabled} onClick={() => onChange('')} />
          </>
        )
      }
    />
  );
}
