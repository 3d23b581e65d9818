// A row as a person reads it: its conversation with who speaks, its other
// columns by name. What is no object stands as it is.
import type { DraftRow } from '@hubdesk/shared/datasets/draft';
import { formatBytes } from '../../ui/format-bytes.ts';
import { visibleLines } from '../../ui/visible-text.ts';
import { type Side, sidesOf } from './read-row.ts';
import { RoleLabel } from './role-label.tsx';
import { valueOf } from './row-cells.tsx';

/** More than this makes the page slow, and nobody reads on. */
const mostCharacters = 20_000;

export function RowReading({ row }: { row: DraftRow }) {
  const value = valueOf(row);
  if (value === null) {
    return <Text className="font-mono text-xs leading-5">{row.text}</Text>;
  }
  return (
    <div className="grid gap-3">
      {sidesOf(value).map(({ column, isConversation, sides }) => (
        <div key={column} className="grid gap-2">
          {isConversation && column !== 'messages' && column !== 'conversations' && (
            <p className="text-xs font-medium text-ink-3">
              <bdi>{visibleLines(column)}</bdi>
            </p>
          )}
          {sides.map((side, at) => (
            <SideLine key={at} side={side} />
          ))}
        </div>
      ))}
      {row.cut && (
        <p className="text-sm text-ink-3">This is the beginning of {formatBytes(row.bytes)}; the rest is not shown.</p>
      )}
    </div>
  );
}

function SideLine({ side: { kind, label, text } }: { side: Side }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3">
      <span className="pt-0.5 text-right">
        <RoleLabel kind={kind} label={label} />
      </span>
      {text === '' ? <p className="text-ink-3 italic">nothing</p> : <Text className="text-base text-ink">{text}</Text>}
    </div>
  );
}

function Text({ className, children: text }: { className: string; children: string }) {
  return (
    <p className={`max-w-[80ch] [overflow-wrap:anywhere] whitespace-pre-wrap ${className}`}>
      <bdi>{visibleLines(text.slice(0, mostCharacters))}</bdi>
      {text.length > mostCharacters && (
        <span className="text-ink-3"> … and {(text.length - mostCharacters).toLocaleString('en')} characters more</span>
      )}
    </p>
  );
}
