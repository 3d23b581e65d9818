// The words a list is narrowed by. Escape takes them away.
import { Search } from 'lucide-react';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { ClearSearch } from './clear-search.tsx';
import { TextField } from './text-field.tsx';

export interface ListSearchProps {
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  className?: string;
  ref?: Ref<{ focus: () => void }>;
}

export function ListSearch({ label, placeholder, text, onText, className = 'w-72 min-w-48', ref }: ListSearchProps) {
  const field = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  return (
    <TextField
      ref={field}
      label={label}
      hideLabel
      type="text"
      role="searchbox"
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      placeholder={placeholder}
      className={`gap-0! max-rail:w-auto max-rail:flex-1 ${className}`}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || text === '') return;
        event.preventDefault();
        onText('');
      }}
      start={<Search aria-hidden className="size-4" strokeWidth={1.75} />}
      end={text !== '' && <ClearSearch field={field} onChange={onText} />}
    />
  );
}
