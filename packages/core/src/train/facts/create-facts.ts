// What is known before a run: of the model, of the dataset, of the rows' lengths.
// Asked for by the form at every change, so it is kept for a minute and shared.
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { AppError } from '@hubdesk/shared/errors';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { DatasetFacts, LengthFacts, ModelFacts } from '@hubdesk/shared/train/run-facts';
import type { CountReport } from '../../datasets/tokens/token-workers.ts';
import { fetchHead } from '../../hub/dataset-info.ts';
import type { HubClient } from '../../hub/hub-client.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import type { Secret } from '../../secrets/secret.ts';
import { type CountedRows, countSample, kindOf, lengthFactsOf } from './count-sample.ts';
import { type DatasetReader, readDatasetFacts } from './dataset-facts.ts';
import { readModelFacts } from './model-facts.ts';
import { createSharedAnswers } from './shared-answers.ts';

export interface FactsParts {
  clock: Clock;
  workerScript: WorkerScript;
  /** Where tokenizers are kept. */
  cacheFolder: string;
  /** The Hub as it is now; `account` is whose answers may be shared, null for nobody's. */
  asking(): Promise<{ hub: HubClient; token: Secret | null; account: string | null }>;
  readerOf(hub: HubClient): DatasetReader;
  drafts: { list(): Promise<Draft[]> };
  draftTokens: {
    counted(draft: string, wish: { model: string; method: RunConfig['method']; maxLength: number }): CountReport | null;
  };
}

type LengthsWish = Pick<RunConfig, 'model' | 'dataset' | 'method' | 'parameters'>;

/** Lengths, and what was found out on the way. */
export interface RowsCounted {
  lengths: LengthFacts;
  /** The first row that the template refuses, and why. */
  refusal: { row: number; reason: string } | null;
  /** Rows whose answers could not be told from their questions. */
  maskMissingRows: number;
  /** A template of ours stands in for the model's. */
  standIn: boolean;
}

export interface Facts {
  model(model: string, signal?: AbortSignal): Promise<ModelFacts>;
  dataset(dataset: string, config: string | null, signal?: AbortSignal): Promise<DatasetFacts>;
  /** Rejects with INVALID_INPUT where the rows are not for the method, with NO_TOKENIZER where they cannot be counted. */
  lengths(wish: LengthsWish, signal?: AbortSignal): Promise<LengthFacts>;
  rows(wish: LengthsWish, signal?: AbortSignal): Promise<RowsCounted>;
}

const keptMs = 60_000;
/** What was counted stays true for as long as its commit is named. */
const countedMs = 30 * 60_000;
const most = 50;

export function createFacts(parts: FactsParts): Facts {
  const { clock, asking, readerOf, drafts, draftTokens } = parts;
  const models = createSharedAnswers<ModelFacts>({ clock, keptMs, most });
  const datasets = createSharedAnswers<Awaited<ReturnType<typeof readDatasetFacts>>>({ clock, keptMs, most });
  const heads = createSharedAnswers<string>({ clock, keptMs, most });
  const counts = createSharedAnswers<CountedRows>({ clock, keptMs: countedMs, most });

  async function asked() {
    const { hub, token, account } = await asking();
    return { hub, token, mark: `${hub.address.hubUrl} ${account ?? ''}` };
  }

  async function modelFacts(model: string, signal: AbortSignal | undefined): Promise<ModelFacts> {
    const { hub, token, mark } = await asked();
    return models.ask(`${mark} ${model}`, (stop) => readModelFacts(hub, model, { token, signal: stop }), signal);
  }

  async function datasetRead(dataset: string, config: string | null, signal: AbortSignal | undefined) {
    const { hub, token, mark } = await asked();
    const reader = readerOf(hub);
    const { hubUrl } = hub.address;
    return datasets.ask(
      `${mark} ${dataset} ${config ?? ''}`,
      async (stop) => readDatasetFacts({ dataset, config, hubUrl, reader, drafts: await drafts.list() }, { token, signal: stop }),
      signal,
    );
  }

  async function rows(wish: LengthsWish, signal: AbortSignal | undefined): Promise<RowsCounted> {
    const { model, dataset, method, parameters } = wish;
    if (model === null || dataset === null) throw invalid(model === null ? 'Choose a model first.' : 'Choose a dataset first.');
    const { facts, config } = await datasetRead(dataset.id, dataset.config, signal);
    const kind = kindOf(method, facts.formats);
    if (!kind) throw invalid(facts.problem ?? 'The rows are not for this method.');
    const maxLength = parameters.max_length;
    const usual = dataset.train === 'train' && facts.draft !== null;
    const known = usual && facts.draft !== null ? draftTokens.counted(facts.draft, { model, method, maxLength }) : null;
    if (known) return toRows(known, { complete: true, standIn: false });
    const { hub, token, mark } = await asked();
    const [{ hasChatTemplate }, head] = await Promise.all([
      modelFacts(model, signal),
      heads.ask(`${mark} ${dataset.id}`, (stop) => fetchHead(hub, dataset.id, { token, signal: stop }), signal),
    ]);
    const sample = { model, hasChatTemplate, dataset: dataset.id, config, split: dataset.train, kind };
    const counted = await counts.ask(
      [mark, model, head, config, dataset.train, method, kind.format].join(' '),
      (stop) => countSample(sample, { ...parts, hub, reader: readerOf(hub) }, { token, signal: stop }),
      signal,
    );
    return toRows(counted.count.report(maxLength), counted);
  }

  return {
    model: modelFacts,
    dataset: async (dataset, config, signal) => (await datasetRead(dataset, config, signal)).facts,
    lengths: async (wish, signal) => (await rows(wish, signal)).lengths,
    rows,
  };
}

function toRows(report: CountReport, { complete, standIn }: { complete: boolean; standIn: boolean }): RowsCounted {
  const { firstRefusal, maskMissingRows = 0 } = report;
  return {
    lengths: lengthFactsOf(report, complete),
    refusal: firstRefusal && { row: firstRefusal.row, reason: firstRefusal.reason },
    maskMissingRows,
    standIn,
  };
}

function invalid(reason: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', reason, { field: 'config', reason });
}
