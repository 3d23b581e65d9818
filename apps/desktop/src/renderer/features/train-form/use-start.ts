// What the form begins with: a run to go on with or to clone, a recipe, what was
// being worked on, or a new run for the model that was chosen.
import { useQuery } from '@tanstack/react-query';
import type { Account } from '@hubdesk/shared/account/account';
import { applyChange } from '@hubdesk/shared/train/apply-change';
import { defaultConfig } from '@hubdesk/shared/train/default-config';
import type { Run } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { Recipe } from '@hubdesk/shared/contract/recipes';
import { orpc } from '../../api/client.ts';
import { type Choices, keptChoices, nextName, openChoices, repoName, repoOwner } from './form-choices.ts';
import type { TrainFormSearch } from './train-form-search.ts';

export interface Start {
  choices: Choices;
  /** The run to go on with. */
  resumeFrom: string | null;
  /** Where the values come from, in a sentence; null where that needs no words. */
  from: string | null;
  /** What was being worked on before, and is not shown because something else was asked for. */
  putAside: RunConfig | null;
}

export type StartState =
  | { state: 'loading' }
  | { state: 'signed-out' }
  | { state: 'failed'; error: Error; retry: () => void; retrying: boolean }
  | { state: 'ready'; start: Start };

export function useStart(search: TrainFormSearch): StartState {
  const run = search.resume ?? search.from;
  const account = useQuery(orpc.account.get.queryOptions());
  const selected = useQuery(orpc.models.selected.queryOptions());
  const draft = useQuery(orpc.recipes.draft.queryOptions({ staleTime: 0, gcTime: 0 }));
  const origin = useQuery(orpc.runs.get.queryOptions({ input: { run: run ?? '-' }, enabled: run !== undefined }));
  const recipes = useQuery(orpc.recipes.list.queryOptions({ enabled: search.recipe !== undefined }));
  const waited = [
    account,
    draft,
    ...(run === undefined ? [] : [origin]),
    ...(search.recipe === undefined ? [] : [recipes]),
  ];
  const failed = waited.find(({ error }) => error !== null);
  if (failed?.error) {
    const retry = () => void failed.refetch();
    return { state: 'failed', error: failed.error, retry, retrying: failed.isFetching };
  }
  // The chosen model is only a suggestion: without it the form is as good.
  if (waited.some(({ isPending }) => isPending) || selected.isPending) return { state: 'loading' };
  if (!account.data) return { state: 'signed-out' };
  const start = startOf(search, {
    account: account.data,
    selected: selected.data?.selection.model ?? null,
    draft: draft.data ?? null,
    origin: origin.data ?? null,
    recipes: recipes.data ?? [],
  });
  return { state: 'ready', start };
}

interface Known {
  account: Account;
  selected: string | null;
  draft: RunConfig | null;
  origin: Run | null;
  recipes: readonly Recipe[];
}

export function startOf(search: TrainFormSearch, known: Known): Start {
  const { account, selected, draft, origin } = known;
  const plain: Start = { choices: openChoices(newConfig(account)), resumeFrom: null, from: null, putAside: draft };
  if (origin) {
    if (!origin.config)
      return { ...plain, from: `The settings of “${origin.name}” are not known, so this is a new run.` };
    if (search.resume !== undefined) {
      const from = `Goes on from the last checkpoint of “${origin.name}”, with its settings.`;
      return { ...plain, choices: keptChoices(origin.config), resumeFrom: origin.id, from };
    }
    const remedy = origin.failure?.remedies.find(({ id }) => id === search.remedy);
    const config = remedy?.change ? applyChange(origin.config, remedy.change) : origin.config;
    const from = `The settings of “${origin.name}”${remedy?.change ? `, and: ${remedy.label}` : ''}.`;
    const next = origin.kind === 'smoke' ? config : asClone(config);
    const isTheDraft = JSON.stringify(draft) === JSON.stringify(next);
    return { ...plain, choices: keptChoices(next), from, putAside: isTheDraft ? null : draft };
  }
  if (search.recipe !== undefined) {
    const recipe = known.recipes.find(({ name }) => name === search.recipe);
    if (recipe) return { ...plain, choices: keptChoices(recipe.config), from: `The recipe “${recipe.name}”.` };
    return { ...plain, from: `There is no recipe “${search.recipe}” any more, so this is a new run.` };
  }
  const { model, dataset } = search;
  const isAnother =
    (model !== undefined && model !== draft?.model) || (dataset !== undefined && dataset !== draft?.dataset?.id);
  if (draft && !isAnother) return { ...plain, choices: keptChoices(draft), putAside: null };
  const config = newConfig(account);
  return {
    ...plain,
    choices: openChoices({
      ...config,
      model: model ?? draft?.model ?? selected,
      dataset:
        dataset === undefined
          ? (draft?.dataset ?? null)
          : { id: dataset, config: null, train: 'train', evaluation: null },
      payer: draft?.payer ?? null,
    }),
  };
}

/** A run without a model or dataset yet. */
export function newConfig(account: Account): RunConfig {
  return defaultConfig({ account: account.identity?.name ?? 'me', model: null, dataset: null });
}

/** Under another name, and into another repository: the first one's weights are there. A smoke run pushes none. */
function asClone(config: RunConfig): RunConfig {
  const name = nextName(config.name);
  return { ...config, name, output: { ...config.output, repo: `${repoOwner(config)}/${nextName(repoName(config))}` } };
}
