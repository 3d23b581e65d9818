// The first rows of a dataset in a model's own tokens: their lengths, and whether
// the model's template takes them. Counts on threads that end with it.
import type { LengthFacts } from '@hubdesk/shared/train/run-facts';
import { rowFormatsOf, type RunMethod } from '@hubdesk/shared/train/methods';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { RowKind } from '../../datasets/tokens/row-sequences.ts';
import { type CountReport, createTokenWorkers, type TokenCount } from '../../datasets/tokens/token-workers.ts';
import type { HubClient } from '../../hub/hub-client.ts';
import { fetchModelTokenizer } from '../../hub/model-tokenizer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import { type DatasetReader, pageRows, type ReadCall } from './dataset-facts.ts';
import { standInTemplate } from './stand-in-template.ts';

export interface SampleParts {
  hub: HubClient;
  reader: DatasetReader;
  clock: Clock;
  workerScript: WorkerScript;
  cacheFolder: string;
}

export interface SampleWish {
  model: string;
  hasChatTemplate: boolean;
  dataset: string;
  config: string;
  split: string;
  kind: RowKind & { method: RunMethod };
}

/** What was counted, for any `max_length`. */
export interface CountedRows {
  count: Pick<TokenCount, 'report'>;
  /** They are all the rows there are. */
  complete: boolean;
  /** A template of ours stands in for the model's. */
  standIn: boolean;
}

const sampleRows = 200;

/** Rejects with NO_TOKENIZER for a model whose tokenizer cannot be read here, and with the codes of the Hub. */
export async function countSample(wish: SampleWish, parts: SampleParts, call: ReadCall): Promise<CountedRows> {
  const { hub, clock, workerScript, cacheFolder } = parts;
  const { model, kind } = wish;
  const [{ folder }, { values, total }] = await Promise.all([
    fetchModelTokenizer(hub, { model }, { ...call, cacheFolder }).catch((error: unknown) => {
      if (!isAppError(error, 'INVALID_INPUT')) throw error;
      throw new AppError('NO_TOKENIZER', error.message, { model, reason: error.data.reason }, { cause: error });
    }),
    firstRows(wish, parts.reader, call),
  ]);
  const chatTemplate = wish.hasChatTemplate ? null : await standInTemplate(folder);
  const workers = createTokenWorkers({ workerScript, clock, model, folder, chatTemplate, workers: 1 });
  try {
    const jobs = [{ kind: 'rows' as const, file: wish.split, firstRow: 0, rows: values }];
    const count = workers.count({ kind, mapping: null, jobs, rowsTotal: values.length, evaluationRows: 0 });
    for await (const report of count.follow(1_024, call.signal)) if (report.done) break;
    return { count, complete: total !== null && total <= values.length, standIn: chatTemplate !== null };
  } finally {
    await workers.close();
  }
}

async function firstRows(
  { dataset, config, split }: SampleWish,
  reader: DatasetReader,
  call: ReadCall,
): Promise<{ values: unknown[]; total: number | null }> {
  const values: unknown[] = [];
  let total: number | null = null;
  for (let from = 0; from < sampleRows; from += pageRows) {
    const page = await reader.values({ dataset, config, split, from, count: pageRows }, call);
    values.push(...page.values);
    total = page.total ?? total;
    if (page.values.length === 0 || (total !== null && total <= from + pageRows)) break;
  }
  return { values, total };
}

/** `report` of either kind of count as the numbers that estimates are made from. */
export function lengthFactsOf(report: CountReport, complete: boolean): LengthFacts {
  const counted = report.rows - report.refusedRows;
  return {
    rows: report.rows,
    complete,
    averageTokens: counted > 0 ? Math.round(report.tokens / counted) : 0,
    p95Tokens: report.p95,
    longestTokens: report.longest?.tokens ?? 0,
    cutRows: report.cutRows,
    lostRows: report.rowsWithoutAnswer,
    refusedRows: report.refusedRows,
  };
}

/** What the rows are for the method; null where they are nothing it takes. */
export function kindOf(method: RunMethod, formats: readonly string[]): SampleWish['kind'] | null {
  const format = rowFormatsOf[method].find((each) => formats.includes(each));
  return format === undefined ? null : { format, method };
}
