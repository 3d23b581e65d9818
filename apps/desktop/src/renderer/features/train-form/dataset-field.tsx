// Which dataset is trained on: one's own first, then the Hub's by name; its part
// and splits, and whether a trainer takes it as it is.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { explain, type Explanation } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Link } from '@tanstack/react-router';
import { buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { Select } from '../../ui/select.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { datasetVerdict } from './method-words.ts';
import type { TrainForm } from './use-train-form.ts';

const isDatasetId = (text: string) => /^(?:[\w.-]+\/)?[\w.-]+$/.test(text);
const nothing = '';

export function DatasetField({ form }: { form: TrainForm }) {
  const { config, typed, type, setDataset } = form;
  const text = typed.dataset ?? config.dataset?.id ?? '';
  const isTyped = typed.dataset !== undefined && typed.dataset !== '';
  const words = useSettled(text.trim(), 300);
  const { data: mine = [] } = useQuery(orpc.datasets.mine.queryOptions());
  const search = useQuery(
    orpc.datasets.search.queryOptions({
      input: { text: words },
      enabled: isTyped && words.length > 1 && isDatasetId(words),
      placeholderData: keepPreviousData,
    }),
  );
  const own = mine.filter(({ id }) => !isTyped || id.toLowerCase().includes(text.trim().toLowerCase()));
  const found = isTyped ? (search.data?.rows ?? []) : [];
  const suggestions = [...new Set([...own, ...found].map(({ id }) => id))];
  const ownIds = new Set(mine.map(({ id }) => id));
  return (
    <div className="grid content-start gap-3">
      <SuggestField
        label="Dataset"
        placeholder="Yours, or maker/dataset"
        value={text}
        onChange={(next) => type('dataset', next)}
        onCommit={(next) => {
          const id = next.trim();
          if (id !== '' && !isDatasetId(id)) return;
          type('dataset', null);
          if (id !== (config.dataset?.id ?? '')) {
            setDataset(id === '' ? null : { id, config: null, train: 'train', evaluation: null });
          }
        }}
        suggestions={suggestions}
        sought
        hintOf={(id) => (ownIds.has(id) ? 'Yours' : 'On the Hub')}
        status={isTyped && search.isFetching ? 'The Hub is being searched' : undefined}
        error={text !== '' && !isDatasetId(text.trim()) ? 'A dataset is named maker/dataset.' : undefined}
      />
      <DatasetFactsLine form={form} />
    </div>
  );
}

function DatasetFactsLine({ form }: { form: TrainForm }) {
  const { config, datasetQuery: query, facts, decide, setDataset } = form;
  const { dataset } = config;
  if (!dataset) {
    return (
      <p className="text-sm text-ink-3">
        Have files of your own?{' '}
        <Link
          to="/datasets"
          className="text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
        >
          Check and upload them in Datasets
        </Link>{' '}
        first.
      </p>
    );
  }
  if (query.error) {
    return (
      <ErrorNotice
        explanation={whyNoFacts(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  const known = query.data;
  if (!known) {
    return (
      <Loading label="The dataset is looked up" className="grid gap-2">
        <Skeleton className="h-5 w-72 max-w-full" />
        <Skeleton className="h-9" />
      </Loading>
    );
  }
  const splitOptions = known.splits.map(({ split, rows }) => ({
    value: split,
    label: split,
    hint: rows === null ? 'rows not counted' : formatPlural(rows, 'row'),
  }));
  const withStanding = (value: string) =>
    splitOptions.some((each) => each.value === value)
      ? splitOptions
      : [...splitOptions, { value, label: value, hint: 'not in this dataset' }];
  const setSplits = (change: Partial<typeof dataset>) => decide('splits', { dataset: { ...dataset, ...change } });
  const isProblem = known.problem !== null || known.formats.length === 0;
  return (
    <div className="grid gap-3">
      <p className="max-w-[72ch] text-sm text-ink-2">
        <span className={isProblem ? 'font-medium text-ink' : ''}>{datasetVerdict(known)}</span>{' '}
        {lengthSentence(facts.lengths)} <ExternalLink href={known.url}>Page</ExternalLink>
      </p>
      {isProblem && (
        <Link {...datasetPlace(known.dataset)} className={buttonClasses('secondary', 'small', 'w-fit')}>
          Open it in Datasets
        </Link>
      )}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">
        {known.configs.length > 1 && (
          <Select
            label="Part"
            options={known.configs.map((value) => ({ value, label: value }))}
            value={dataset.config ?? known.config ?? known.configs[0] ?? nothing}
            onChange={(part) => setDataset({ ...dataset, config: part })}
          />
        )}
        <Select
          label="Train on"
          options={withStanding(dataset.train)}
          value={dataset.train}
          onChange={(train) => setSplits({ train })}
        />
        <Select
          label="Evaluate on"
          options={[
            { value: nothing, label: 'Nothing', hint: 'No rows are kept back' },
            ...(dataset.evaluation === null ? splitOptions : withStanding(dataset.evaluation)).filter(
              ({ value }) => value !== dataset.train,
            ),
          ]}
          value={dataset.evaluation ?? nothing}
          onChange={(split) => setSplits({ evaluation: split === nothing ? null : split })}
        />
      </div>
    </div>
  );
}

function lengthSentence(lengths: TrainForm['facts']['lengths']): string {
  if (!lengths) return '';
  const cut =
    lengths.cutRows === 0
      ? 'none is cut'
      : `${formatPlural(lengths.cutRows, 'row')} ${lengths.cutRows === 1 ? 'is' : 'are'} cut${
          lengths.lostRows > 0 ? `, and of ${formatPlural(lengths.lostRows, 'row')} no answer is left` : ''
        }`;
  const from = lengths.complete ? '' : `, judging by the first ${formatPlural(lengths.rows, 'row')}`;
  return `Rows have ${Math.round(lengths.averageTokens)} tokens on average; ${cut}${from}.`;
}

/** What is not there is a dataset here, where the general words speak of models. */
function whyNoFacts(error: Error): Explanation {
  const failure = toFailure(error);
  const explanation = explain(failure);
  if (failure.code !== 'NOT_FOUND') return explanation;
  return {
    ...explanation,
    body: 'It may have been renamed, removed or made private. Check the name, or look among your datasets.',
    action: { kind: 'route', label: 'See your datasets', to: '/datasets' },
  };
}
