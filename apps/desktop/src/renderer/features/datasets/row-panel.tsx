import { X } from 'lucide-react';
import type { DatasetPage } from '@hubdesk/shared/datasets/dataset';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatWhole } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { visibleLines } from '../../ui/visible-text.ts';
import { messagesOf, readRow } from './cell-text.ts';

export interface RowPanelProps {
  index: number;
  row: DatasetPage['rows'][number] | undefined;
  columns: DatasetPage['columns'];
  onClose: () => void;
}

/** One row in full, as much as the host gave. The list keeps the focus: its arrows go on through the rows. */
export function RowPanel({ index, row, columns, onClose }: RowPanelProps) {
  const values = row ? readRow(row.text) : null;
  return (
    <section aria-label={`Row ${formatWhole(index + 1)}`} className="flex h-full flex-col bg-surface">
      <header className="flex items-center justify-between gap-2 border-b border-line py-2 pr-3 pl-6">
        <h2 className="text-base font-semibold text-ink">Row {formatWhole(index + 1)}</h2>
        <span className="flex">
          {row && <CopyButton text={row.text} label="Copy the row" />}
          <IconButton icon={X} label="Close the row" size="small" onClick={onClose} />
        </span>
      </header>
      <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto px-6 py-5">
        {!row && <Skeleton className="h-24" />}
        {row?.cut && <p className="text-sm text-ink-2">It is too long to show whole; this is its beginning.</p>}
        {row && !values && <Code text={row.text} />}
        {values &&
          columns.map(({ name, type }) => (
            <div key={name} className="grid gap-1">
              <h3 className="text-xs text-ink-3">
                <span className="font-medium text-ink-2">{visibleLines(name)}</span> {type}
              </h3>
              <Value value={values[name]} />
            </div>
          ))}
      </div>
    </section>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <p className="text-ink-3">empty</p>;
  if (typeof value === 'string') return <Text text={value} />;
  if (typeof value !== 'object') return <p className="font-mono text-sm text-ink">{JSON.stringify(value)}</p>;
  const messages = messagesOf(value);
  if (!messages) return <Code text={JSON.stringify(value, null, 2)} />;
  return (
    <ol className="grid gap-3 border-l-2 border-line pl-4">
      {messages.map(({ role, content }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- messages have no names, and this list never changes
        <li key={at} className="grid gap-0.5">
          <span className="text-sm font-semibold text-accent-text">{visibleLines(role)}</span>
          <Text text={content} />
        </li>
      ))}
    </ol>
  );
}

function Text({ text }: { text: string }) {
  return <p className="[overflow-wrap:anywhere] whitespace-pre-wrap text-ink">{visibleLines(text)}</p>;
}

function Code({ text }: { text: string }) {
  return (
    <pre className="rounded-md border border-line bg-sunken p-3 font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap text-ink">
      {visibleLines(text)}
    </pre>
  );
}
