// What of the rows shows: words, kinds of problem, file, and how each is drawn.
import { Search } from 'lucide-react';
import { type RefObject, useCallback, useState } from 'react';
import { ClearSearch } from '../../ui/clear-search.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import type { RowView } from './draft-search.ts';
import { scopeOptions } from './row-scope.ts';
import type { Desk } from './use-desk.ts';

export interface RowsToolbarProps {
  desk: Desk;
  view: RowView;
  hasConversations: boolean;
  /** How many there are, in words. */
  count: string;
  total: number;
  onGoTo: (row: number) => void;
  /** Arrow down in the search field. */
  onDown: () => void;
  field: RefObject<HTMLInputElement | null>;
}

export function RowsToolbar(props: RowsToolbarProps) {
  const { desk, view, hasConversations, count, total, onGoTo, onDown, field } = props;
  const { search, go, report, draft } = desk;
  const write = useCallback((q: string) => go({ q: q || undefined }), [go]);
  const [text, setText] = useSearchText(search.q ?? '', write);
  const files = report?.files ?? [];
  const empty = () => {
    setText('');
    go({ q: undefined });
  };
  return (
    <div className="grid gap-2 px-4 pt-3 pb-2.5">
      <div className="flex flex-wrap gap-2">
        <TextField
          ref={field}
          label="Search the rows"
          hideLabel
          role="searchbox"
          autoComplete="off"
          spellCheck={false}
          placeholder="Search the rows"
          className="min-w-44 flex-1 gap-0!"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') onDown();
            else if (event.key === 'Escape' && text !== '') empty();
            else return;
            event.preventDefault();
          }}
          start={<Search aria-hidden className="size-4" strokeWidth={1.75} />}
          end={text !== '' && <ClearSearch field={field} onChange={empty} />}
        />
        <Select
          label="Which rows"
          hideLabel
          className="w-52"
          disabled={text !== ''}
          options={scopeOptions(report, draft.edits, search.show)}
          value={search.show ?? 'all'}
          onChange={(show) => go({ show: show === 'all' ? undefined : show })}
        />
        {files.length > 1 && (
          <Select
            label="File"
            hideLabel
            className="w-44"
            options={[{ value: '', label: 'All files' }, ...files.map(({ path }) => ({ value: path, label: path }))]}
            value={search.file ?? ''}
            onChange={(file) => go({ file: file || undefined })}
          />
        )}
      </div>
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="text-sm text-ink-2 tabular-nums">{count}</p>
        <div className="flex items-center gap-2">
          {total > 1 && <GoTo key={total} total={total} onGoTo={onGoTo} />}
          {hasConversations && (
            <Segmented
              label="Show rows as"
              hideLabel
              options={[
                { value: 'conversation', label: 'Conversation' },
                { value: 'columns', label: 'Columns' },
              ]}
              value={view}
              onChange={(next) => go({ view: next })}
            />
          )}
        </div>
      </div>
    </div>
  );
}

function GoTo({ total, onGoTo }: { total: number; onGoTo: (row: number) => void }) {
  const [text, setText] = useState('');
  const row = Number(text.replace(/[ ,.]/g, ''));
  const isRow = Number.isInteger(row) && row >= 1 && row <= total;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRow) return;
        onGoTo(row - 1);
        setText('');
      }}
    >
      <TextField
        label={`Go to a row, from 1 to ${total.toLocaleString('en')}`}
        hideLabel
        inputMode="numeric"
        autoComplete="off"
        placeholder="Go to row"
        className="w-28 gap-0!"
        inputClassName="h-8! text-sm!"
        aria-invalid={text !== '' && !isRow ? true : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}
