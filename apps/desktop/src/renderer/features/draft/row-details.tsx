// One row in full: read as a conversation, or edited as JSON; left out and taken
// back; and the way to the next one, or the next with a problem.
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, ChevronsDown, ChevronsUp, X } from 'lucide-react';
import { useState } from 'react';
import type { DraftRow, RowName } from '@hubdesk/shared/datasets/draft';
import { rowProblems } from '@hubdesk/shared/datasets/row-problem';
import { client, orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { findProblem } from './find-problem.ts';
import { SeverityMark } from './problem-mark.tsx';
import { rowProblemWords } from './problem-words.ts';
import { RowEditor } from './row-editor.tsx';
import { RowReading } from './row-reading.tsx';
import { seriousProblems } from './row-scope.ts';
import { rowKey, useUnsent } from './unsent.ts';
import type { Desk } from './use-desk.ts';
import { useRowEdit } from './use-draft.ts';

export interface RowDetailsProps {
  desk: Desk;
  name: RowName;
  /** What the table has of it, shown until the whole is there. */
  known: DraftRow | undefined;
  onMove: (step: 1 | -1) => void;
  canMove: { back: boolean; on: boolean };
  onClose: () => void;
}

export function RowDetails({ desk, name, known, onMove, canMove, onClose }: RowDetailsProps) {
  const { draft, report } = desk;
  const { file, row: number } = name;
  const unsaved = useUnsent(draft.id).rows[rowKey(name)];
  const [way, setWay] = useState<'read' | 'json'>('read');
  const { data, error, refetch, isFetching } = useQuery(
    orpc.drafts.row.queryOptions({ input: { draft: draft.id, row: { file, row: number } }, gcTime: 30_000 }),
  );
  const { edit, editing, failure } = useRowEdit(draft.id);
  const row = data ?? known;
  const isWhole = data !== undefined || (known !== undefined && !known.cut);
  const search = useProblemSearch(desk, name);
  const several = (report?.files.length ?? 0) > 1;
  return (
    <section
      aria-label="The open row"
      className="flex h-[46%] min-h-64 shrink-0 flex-col border-t border-line-strong bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5 pr-2 pl-4">
        <h2 className="text-base font-semibold text-ink tabular-nums">
          {row?.line ? `Line ${row.line.toLocaleString('en')}` : `Row ${(number + 1).toLocaleString('en')}`}
        </h2>
        <p className="min-w-0 flex-1 truncate text-sm text-ink-3">
          {[several && file, row && formatBytes(row.bytes), row?.edit === 'changed' && 'changed by hand']
            .filter(Boolean)
            .join(' · ')}
          {row?.edit === 'dropped' && <Badge className="ml-2">Left out</Badge>}
        </p>
        <span className="flex items-center">
          <IconButton
            icon={ChevronUp}
            label="Row before"
            size="small"
            disabled={!canMove.back}
            onClick={() => onMove(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label="Row after"
            size="small"
            disabled={!canMove.on}
            onClick={() => onMove(1)}
          />
          <IconButton
            icon={ChevronsUp}
            label="Problem before"
            size="small"
            disabled={search.searching}
            onClick={() => void search.find(-1)}
          />
          <IconButton
            icon={ChevronsDown}
            label="Next problem"
            size="small"
            disabled={search.searching}
            onClick={() => void search.find(1)}
          />
        </span>
        <Segmented
          label="How to show it"
          hideLabel
          options={[
            { value: 'read', label: 'Read' },
            { value: 'json', label: unsaved === undefined ? 'JSON' : 'JSON, unsaved' },
          ]}
          value={way}
          onChange={setWay}
        />
        {row &&
          (row.edit === 'none' ? (
            <Button size="small" loading={editing} onClick={() => edit(name, { kind: 'drop' })}>
              Leave it out
            </Button>
          ) : (
            <Button size="small" loading={editing} onClick={() => edit(name, { kind: 'undo' })}>
              {row.edit === 'dropped' ? 'Take it back in' : 'Undo the change'}
            </Button>
          ))}
        <IconButton icon={X} label="Close the row" size="small" onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 py-3">
        {failure && <ErrorNotice explanation={explain(toFailure(failure))} className="mb-3" />}
        {error && (
          <ErrorNotice
            explanation={explain(toFailure(error))}
            onRetry={() => void refetch()}
            retrying={isFetching}
            className="mb-3"
          />
        )}
        {row && row.problems.length > 0 && (
          <ul aria-label="What is wrong with it" className="mb-3 grid shrink-0 gap-1.5">
            {row.problems.map(({ kind, detail }, at) => (
              <li key={at} className="flex items-baseline gap-2 text-sm">
                <span className="translate-y-0.5">
                  <SeverityMark severity={rowProblems[kind]} />
                </span>
                <span className="min-w-0">
                  <span className="font-medium text-ink">{rowProblemWords[kind].name}</span>
                  {detail && <span className="text-ink-2 [overflow-wrap:anywhere]">: {detail}</span>}
                </span>
              </li>
            ))}
          </ul>
        )}
        {!row && !error && <RowWaiting />}
        {row && way === 'read' && <RowReading row={row} />}
        {row && way === 'json' && !isWhole && !error && <RowWaiting />}
        {row && way === 'json' && isWhole && (
          <RowEditor
            key={rowKey(name)}
            draft={draft.id}
            row={row}
            unsaved={unsaved}
            saving={editing}
            onSave={(text, onDone) => edit(name, { kind: 'change', text }, onDone)}
          />
        )}
      </div>
    </section>
  );
}

function RowWaiting() {
  return (
    <Loading label="The row is loading" className="grid gap-3">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-4 w-3/4" />
    </Loading>
  );
}

/** Goes to the nearest row with a serious problem on either side. */
function useProblemSearch({ draft, report, openRow }: Desk, name: RowName) {
  const [searching, setSearching] = useState(false);
  async function find(direction: 1 | -1) {
    setSearching(true);
    try {
      const files = (report?.files ?? []).map(({ path }) => path);
      const filter = { kind: 'problems' as const, problems: seriousProblems };
      const found = await findProblem(
        async (place) => {
          const { rows, total } = await client.drafts.rows({
            draft: draft.id,
            file: null,
            filter,
            from: place,
            count: 1,
          });
          return { row: rows[0], total };
        },
        files,
        name,
        direction,
      );
      if (found) openRow(found);
      else toast(direction === 1 ? 'No row with a problem after this one' : 'No row with a problem before this one');
    } catch (caught) {
      toast(explain(toFailure(caught)).title);
    } finally {
      setSearching(false);
    }
  }
  return { find, searching };
}
