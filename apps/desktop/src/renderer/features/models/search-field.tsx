// The words to search for. The arrow down goes on into the list, Enter opens the
// first model, Escape empties the field.
import { Search } from 'lucide-react';
import { useRef } from 'react';
import { ClearSearch } from '../../ui/clear-search.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSearchKeys } from './use-search-keys.ts';

export interface SearchFieldProps {
  text: string;
  onChange: (text: string) => void;
  onDown: () => void;
  onEnter: () => void;
}

const searchIcon = <Search aria-hidden className="size-4" strokeWidth={1.75} />;
const slash = (
  <span className="pointer-events-none pr-2">
    <Kbd shortcut="/" />
  </span>
);

export function SearchField({ text, onChange, onDown, onEnter }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useSearchKeys(field);
  return (
    <TextField
      ref={field}
      label="Search models"
      hideLabel
      type="text"
      role="searchbox"
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder="Search by name or maker"
      className="min-w-52 flex-1 gap-0!"
      value={text}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') onDown();
        else if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter();
        else if (event.key === 'Escape' && text !== '') onChange('');
        else return;
        event.preventDefault();
      }}
      start={searchIcon}
      end={text === '' ? slash : <ClearSearch field={field} onChange={onChange} />}
    />
  );
}
