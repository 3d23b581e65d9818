// What the rows are to one model: how long, what a limit would cut, what it
// would cost, and any row as the model will see it.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { RowName } from '@hubdesk/shared/datasets/draft';
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';
import { client, orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatWhole } from '../../ui/format-count.ts';
import { HelpTip } from '../../ui/help-tip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { isModelId } from '../../ui/model-id.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { defaultMaxLength } from './draft-search.ts';
import { LengthHistogram } from './length-histogram.tsx';
import { TokenLegend, TokenRow } from './token-row.tsx';
import { TokenVerdict } from './token-verdict.tsx';
import { TokenNumbers } from './token-numbers.tsx';
import type { Desk } from './use-desk.ts';
import { useResting } from './use-resting.ts';
import { useStream } from './use-stream.ts';

export function TokensPart({ desk }: { desk: Desk }) {
  const { search, go } = desk;
  const { data: selected, isPending } = useQuery(orpc.models.selected.queryOptions());
  const model = search.model ?? selected?.selection.model ?? null;
  const max = search.max ?? defaultMaxLength;
  return (
    <div className="grid gap-6 px-6 py-6 rail:px-8">
      <div className="flex flex-wrap items-end gap-3">
        {!isPending && (
          <ModelField
            model={model}
            onModel={(next) => go({ model: next === selected?.selection.model ? undefined : next })}
          />
        )}
        <MaxLengthField max={max} onMax={(next) => go({ max: next === defaultMaxLength ? undefined : next })} />
      </div>
      {model === null
        ? !isPending && (
            <p className="text-ink-2">
              Tokens are a model’s own. Name the one you want to train, and every row is counted as it will see them.
            </p>
          )
        : desk.report && <ModelTokens key={`${model} ${desk.method}`} desk={desk} model={model} max={max} />}
    </div>
  );
}

function ModelField({ model, onModel }: { model: string | null; onModel: (model: string) => void }) {
  const [text, setText] = useFollowing(model ?? '');
  const { data: preferences } = useQuery(orpc.preferences.get.queryOptions());
  const { data: account } = useQuery(orpc.account.get.queryOptions());
  const own = account?.identity ? `${account.identity.name}/` : null;
  const suggestions = [...new Set([...(preferences?.recentModels ?? []), ...(preferences?.favouriteModels ?? [])])];
  const isWrong = text !== '' && !isModelId(text);
  return (
    <SuggestField
      label="Model to train"
      className="min-w-52 flex-1"
      placeholder={own ? `${own}… or any other` : 'maker/model'}
      value={text}
      onChange={setText}
      onCommit={(next) => {
        const id = next.trim();
        if (id !== model && isModelId(id)) onModel(id);
      }}
      suggestions={suggestions}
      error={isWrong ? 'A model is named maker/model.' : undefined}
    />
  );
}

function MaxLengthField({ max, onMax }: { max: number; onMax: (max: number) => void }) {
  const [text, setText] = useFollowing(String(max));
  const read = Number(text.replace(/[ ,]/g, ''));
  const isRight = Number.isInteger(read) && read >= 1 && read <= 10_000_000;
  const commit = () => isRight && read !== max && onMax(read);
  return (
    <TextField
      label="max_length"
      className="w-36"
      inputMode="numeric"
      autoComplete="off"
      labelEnd={
        <HelpTip question="Why 1,024?">
          <p>
            It is what the trainer takes when nobody says otherwise. Every longer row is cut at its end without a word,
            and the end is where the answer is. A row whose answer is cut away is paid for and teaches nothing.
          </p>
          <p className="mt-2">
            Longer costs memory and time, so set it as high as your rows need and no higher. The line in the drawing
            shows what it would cut.
          </p>
        </HelpTip>
      }
      error={isRight ? undefined : 'A whole number of tokens.'}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}

/** What is typed, until the value it stands for changes elsewhere. */
function useFollowing(value: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState({ text: value, of: value });
  const text = typed.of === value ? typed.text : value;
  return [text, (next) => setTyped({ text: next, of: value })];
}

/** Key it by model and method. */
function ModelTokens({ desk, model, max }: { desk: Desk; model: string; max: number }) {
  const { draft, kept, method, go, openRow } = desk;
  const setMax = (next: number) => go({ max: next === defaultMaxLength ? undefined : next });
  // The line moves at once; the rows are counted anew when it rests.
  const [shownMax, moveMax] = useResting(max, setMax);
  const { value, phase, failure, stop, start } = useStream<TokenReport & { done: boolean }, TokenReport>({
    key: JSON.stringify([draft.id, model, method, max, kept.plan, kept.edits]),
    open: (signal) => client.drafts.tokens({ draft: draft.id, model, method, maxLength: max }, { signal }),
    fold: (_before, item) => item,
    isDone: ({ done }) => done,
  });
  return (
    <>
      {failure && <ErrorNotice explanation={explain(failure)} onRetry={() => start()} />}
      {phase === 'running' && <Counting report={value} onStop={stop} />}
      {phase === 'stopped' && value && (
        <div className="flex flex-wrap items-center gap-3 text-sm text-ink-2">
          <span>
            Stopped after {formatWhole(value.rows)} of {formatWhole(value.rowsTotal)} rows.
          </span>
          <Button size="small" onClick={() => start()}>
            Count them all
          </Button>
        </div>
      )}
      {value && value.rows > 0 ? (
        <>
          <TokenVerdict
            report={value}
            maxLength={shownMax}
            counting={phase === 'running'}
            onMaxLength={setMax}
            onRow={openRow}
          />
          <LengthHistogram histogram={value.histogram} maxLength={shownMax} onMaxLength={moveMax} />
          <TokenNumbers report={value} onRow={openRow} />
        </>
      ) : (
        phase === 'running' && (
          <Loading label="The tokens are counted" className="grid gap-3">
            <Skeleton className="h-6 w-64" />
            <Skeleton className="h-36" />
          </Loading>
        )
      )}
      {value?.rows === 0 && phase === 'done' && (
        <p className="text-ink-2">
          {value.evaluationRows > 0
            ? `No row trains: all ${formatWhole(value.evaluationRows)} are for validation or test. Send a file to train under Split.`
            : 'There is no row to count.'}
        </p>
      )}
      {failure === null && desk.row && <SeenRow desk={desk} name={desk.row} model={model} max={shownMax} />}
    </>
  );
}

function Counting({ report, onStop }: { report: TokenReport | null; onStop: () => void }) {
  const words = report
    ? `${formatWhole(report.rows)} of ${formatWhole(report.rowsTotal)} rows counted, ${formatWhole(report.rowsPerSecond)} a second`
    : 'Reading the model’s tokenizer';
  return (
    <div className="flex items-center gap-3">
      <ProgressBar
        label="The tokens are counted"
        value={report && report.rowsTotal > 0 ? report.rows / report.rowsTotal : null}
        valueText={words}
        className="w-32 shrink-0"
      />
      <span className="min-w-0 flex-1 text-sm text-ink-2 tabular-nums">{words}</span>
      <Button variant="quiet" size="small" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}

function SeenRow({ desk, name, model, max }: { desk: Desk; name: RowName; model: string; max: number }) {
  const { draft, method, go, report } = desk;
  const { file, row } = name;
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    orpc.drafts.render.queryOptions({
      input: { draft: draft.id, row: { file, row }, model, method, maxLength: null },
      placeholderData: keepPreviousData,
      gcTime: 30_000,
    }),
  );
  const files = report?.files ?? [];
  const rows = files.find(({ path }) => path === file)?.rows ?? null;
  const move = (to: number) => go({ row: to, of: files.length > 1 ? file : undefined });
  return (
    <section aria-labelledby="seen-row" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="seen-row" className="text-lg font-semibold text-ink">
          As the model sees it
        </h2>
        <span className="flex items-center gap-1 text-sm text-ink-2 tabular-nums">
          <IconButton
            icon={ChevronLeft}
            label="Row before"
            size="small"
            disabled={row === 0}
            onClick={() => move(row - 1)}
          />
          Row {formatWhole(row + 1)}
          <IconButton
            icon={ChevronRight}
            label="Row after"
            size="small"
            disabled={rows !== null && row >= rows - 1}
            onClick={() => move(row + 1)}
          />
        </span>
      </div>
      <TokenLegend />
      {error ? (
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
      ) : data ? (
        <div aria-busy={isPlaceholderData} className="grid gap-4">
          {data.map((rendered, at) => (
            <TokenRow key={at} row={rendered} name={data.length > 1 ? rendered.name : null} maxLength={max} />
          ))}
        </div>
      ) : (
        <Loading label="The row is rendered">
          <Skeleton className="h-40" />
        </Loading>
      )}
    </section>
  );
}
