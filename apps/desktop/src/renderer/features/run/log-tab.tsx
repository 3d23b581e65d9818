// The log of a run: followed or held, filtered, searched, copied and saved.
import { useMutation } from '@tanstack/react-query';
import { Copy, Save } from 'lucide-react';
import { useRef, useState } from 'react';
import type { LogFilter, Run } from '@hubdesk/shared/train/run';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { useChooseFiles } from '../../ui/choose-files-context.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSearchText } from '../../ui/use-search-text.ts';
import { plainText } from '../../ui/log/ansi-spans.ts';
import { FindField } from '../../ui/log/find-field.tsx';
import { FollowButton } from '../../ui/log/follow-button.tsx';
import { LinePanel } from '../../ui/log/line-panel.tsx';
import { LogNewsRegion } from '../../ui/log/log-news-region.tsx';
import { LogView, type LogViewHandle } from '../../ui/log/log-view.tsx';
import { type LineSelection, selectLine } from '../../ui/log/select-line.ts';
import { useLogKeys } from '../../ui/log/use-log-keys.ts';
import { isLive } from './run-clock.ts';
import type { RunSearch } from './run-search.ts';
import { useLogBook } from './use-log-book.ts';
import { useLogSearch } from './use-log-search.ts';

type Level = 'all' | 'info' | 'warning' | 'error';
const levels = [
  { value: 'all', label: 'All levels' },
  { value: 'info', label: 'Info and graver' },
  { value: 'warning', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors' },
] as const satisfies readonly { value: Level; label: string }[];

export interface LogTabProps {
  run: Run;
  search: RunSearch;
  onSearch: (change: { [K in keyof RunSearch]?: RunSearch[K] | undefined }) => void;
}

export function LogTab({ run, search, onSearch }: LogTabProps) {
  const filter: LogFilter = { level: search.level ?? null, events: search.events ?? true };
  return (
    <LogPart
      key={`${run.id} ${filter.level} ${filter.events}`}
      run={run}
      filter={filter}
      search={search}
      onSearch={onSearch}
    />
  );
}

function LogPart({ run, filter, search, onSearch }: LogTabProps & { filter: LogFilter }) {
  const book = useLogBook(run.id, filter);
  const { news, failure } = book;
  const { total, gaps, over } = news;
  const view = useRef<LogViewHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useSearchText(search.q ?? '', (q) => onSearch({ q: q === '' ? undefined : q }));
  const found = useLogSearch(run.id, filter, text, over);
  const [isFollowing, setFollowing] = useState(true);
  const [heldAt, setHeldAt] = useState(0);
  const [selected, setSelected] = useState<LineSelection | null>(null);
  const fresh = isFollowing ? 0 : Math.max(0, total - heldAt);
  const current = found.at < 0 ? null : (found.indexes[found.at] ?? null);

  function change(next: boolean) {
    if (next === isFollowing) return;
    setFollowing(next);
    setHeldAt(total);
  }
  function go(by: 1 | -1) {
    const line = found.move(by, view.current?.visible().first ?? 0);
    if (line !== null) view.current?.showLine(line);
  }
  function select(index: number, extend: boolean) {
    change(false);
    setSelected((before) => selectLine(before, index, extend));
  }
  useLogKeys(field, () => change(true));

  const copy = useMutation({
    mutationFn: async ({ first, last }: { first: number; last: number }) => {
      const lines = await book.read(first, last);
      await navigator.clipboard.writeText(lines.map((line) => plainText(line.text)).join('\n'));
      return lines.length;
    },
    onSuccess: (count) => toast(`${formatPlural(count, 'line')} copied`),
  });
  const choose = useChooseFiles();
  const save = useMutation({
    mutationFn: async () => {
      const [folder] = (await choose({ what: 'saveFolder', title: 'Choose a folder for the log' })) ?? [];
      return folder === undefined ? null : client.runs.saveLog({ run: run.id, folder });
    },
    onSuccess: (saved) => saved && toast(`The log is in ${saved.path}`),
  });
  const problem = failure ?? [copy.error, save.error, found.error].find((error) => error !== null);

  return (
    <div className="flex h-full min-h-80 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-6 py-2.5 rail:px-8">
        <FindField
          ref={field}
          text={text}
          onText={setText}
          onMove={go}
          onLeave={() => view.current?.focus()}
          found={found.indexes.length}
          at={found.at}
          more={found.more}
          isAsking={found.isAsking}
        />
        <Select<Level>
          label="Level"
          hideLabel
          className="w-48"
          options={levels}
          value={filter.level === null || filter.level === 'debug' ? 'all' : filter.level}
          onChange={(level) => onSearch({ level: level === 'all' ? undefined : level })}
        />
        <Checkbox
          label="Progress lines"
          checked={filter.events}
          onChange={(events) => onSearch({ events: events ? undefined : false })}
        />
        <div className="flex items-center gap-1">
          <Button
            size="small"
            variant="quiet"
            icon={Copy}
            disabled={total === 0}
            loading={copy.isPending}
            onClick={() => {
              const range = selected ?? view.current?.visible();
              if (range) copy.mutate(range);
            }}
          >
            {selected ? `Copy ${formatPlural(selected.last - selected.first + 1, 'line')}` : 'Copy what is seen'}
          </Button>
          <Button
            size="small"
            variant="quiet"
            icon={Save}
            disabled={run.log.lines === 0}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            Save
          </Button>
        </div>
      </div>
      {problem && <ErrorNotice className="m-3" explanation={explain(toFailureOf(problem))} />}
      <LogNewsRegion total={total} isLive={!over} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {total === 0 && book.hasNews && !news.counting ? (
          <NoLines run={run} filter={filter} onSearch={onSearch} />
        ) : (
          <LogView
            ref={view}
            source={book}
            find={text}
            current={current}
            selected={selected}
            onSelect={select}
            isFollowing={isFollowing}
            onFollowing={change}
          />
        )}
        {!isFollowing && total > 0 && <FollowButton isOver={over} fresh={fresh} onFollow={() => change(true)} />}
      </div>
      {selected && selected.first === selected.last && (
        <LinePanel line={book.lineAt(selected.first)} find={text} onClose={() => setSelected(null)} />
      )}
      <p className="flex flex-wrap gap-x-4 border-t border-line px-6 py-1.5 text-xs text-ink-3 tabular-nums rail:px-8">
        <span>
          {formatPlural(total, 'line')}
          {news.counting && ' so far'}
          {(filter.level !== null || !filter.events) &&
            run.log.lines > total &&
            ` of ${run.log.lines.toLocaleString('en')}`}
        </span>
        {gaps > 0 && <span>Lines are missing in {formatPlural(gaps, 'place')}: the Hub had them no more</span>}
        <span className="ml-auto">
          {over ? 'The log is complete' : isFollowing ? 'Following' : 'Held where you read'}
        </span>
      </p>
    </div>
  );
}

function toFailureOf(problem: NonNullable<ReturnType<typeof toFailure>> | Error) {
  return problem instanceof Error ? toFailure(problem) : problem;
}

function NoLines({ run, filter, onSearch }: { run: Run; filter: LogFilter; onSearch: LogTabProps['onSearch'] }) {
  const isFiltered = filter.level !== null && run.log.lines > 0;
  if (isFiltered) {
    return (
      <EmptyState
        title={filter.level === 'error' ? 'No errors' : 'No lines so grave'}
        action={<Button onClick={() => onSearch({ level: undefined })}>Show all levels</Button>}
      >
        Nothing in the log is of this level.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={isLive(run) ? 'Nothing was written yet' : 'There is no log'}>
      {isLive(run)
        ? 'The first lines come when the machine starts. Waiting for hardware writes none.'
        : 'The job wrote nothing, or the Hub had nothing of it any more when Hubdesk asked.'}
    </EmptyState>
  );
}
