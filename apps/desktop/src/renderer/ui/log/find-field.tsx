// The search of a log: its words, how many lines have them, and the way from one
// to the next.
import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { type KeyboardEvent, type RefObject } from 'react';
import { ClearSearch } from '../clear-search.tsx';
import { IconButton } from '../icon-button.tsx';
import { TextField } from '../text-field.tsx';

export interface FindFieldProps {
  ref: RefObject<HTMLInputElement | null>;
  text: string;
  onText: (text: string) => void;
  onMove: (by: 1 | -1) => void;
  /** Escape in the empty field. */
  onLeave: () => void;
  /** Lines that have the words. */
  found: number;
  /** The one of them one is at; -1: none yet. */
  at: number;
  /** There are more of them than are known. */
  more?: boolean;
  isAsking?: boolean;
}

export function FindField(props: FindFieldProps) {
  const { ref, text, onText, onMove, onLeave, found, at, more = false, isAsking = false } = props;
  const all = `${found.toLocaleString('en')}${more ? '+' : ''}`;
  return (
    <div className="flex min-w-64 flex-1 items-center gap-1">
      <TextField
        ref={ref}
        label="Search the log"
        hideLabel
        type="search"
        placeholder="Search the log"
        className="max-w-96 flex-1"
        inputClassName="[&::-webkit-search-cancel-button]:hidden"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'Enter') onMove(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && text === '') onLeave();
          else if (event.key === 'Escape') onText('');
          else return;
          event.preventDefault();
        }}
        start={<Search aria-hidden className="size-4" strokeWidth={1.75} />}
        end={text !== '' && <ClearSearch field={ref} onChange={onText} />}
      />
      {text !== '' && (
        <>
          <IconButton
            icon={ChevronUp}
            label="Previous"
            size="small"
            disabled={found === 0}
            onClick={() => onMove(-1)}
          />
          <IconButton icon={ChevronDown} label="Next" size="small" disabled={found === 0} onClick={() => onMove(1)} />
          <span role="status" className="text-sm whitespace-nowrap text-ink-2 tabular-nums">
            {found === 0
              ? isAsking
                ? 'Looking'
                : 'Nowhere'
              : at < 0
                ? `${all} ${found === 1 ? 'line' : 'lines'}`
                : `${(at + 1).toLocaleString('en')} of ${all}`}
          </span>
        </>
      )}
    </div>
  );
}
