// The button that empties a search field and goes back into it.
import { X } from 'lucide-react';
import { memo, type RefObject } from 'react';
import { IconButton } from './icon-button.tsx';

export interface ClearSearchProps {
  field: RefObject<HTMLInputElement | null>;
  /** Hears the empty text. */
  onChange: (text: string) => void;
}

export const ClearSearch = memo(function ClearSearch({ field, onChange }: ClearSearchProps) {
  return (
    <IconButton
      icon={X}
      label="Empty the search"
      size="small"
      onClick={() => {
        onChange('');
        field.current?.focus();
      }}
    />
  );
});
