// A draft's rows in a model's own tokens: one row as the model sees it, or the
// lengths of all. Keeps the tokenizer that was used last at hand.
import { formatOf } from '@hubdesk/shared/datasets/apply-mapping';
import type { DraftPlan, RowName } from '@hubdesk/shared/datasets/draft';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { formatsOf, type TrainingMethod } from '@hubdesk/shared/datasets/training-format';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { HubClient } from '../../hub/hub-client.ts';
import { fetchModelTokenizer } from '../../hub/model-tokenizer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { RowKind } from '../tokens/row-sequences.ts';
import { lineJobs, spread } from '../tokens/token-jobs.ts';
import type { TokenJob } from '../tokens/token-task.ts';
import { type CountReport, createTokenWorkers, type TokenCount, type TokenWorkers } from '../tokens/token-workers.ts';
import { allProblems, listedRows } from './checked-file.ts';
import type { DraftCheck } from './draft-check.ts';
import type { DraftEdits } from './draft-edits.ts';
import { reportOf } from './draft-report.ts';
import type { Drafts } from './open-drafts.ts';
import { valueOf } from './row-value.ts';

export interface DraftTokensParts {
  drafts: Drafts;
  clock: Clock;
  workerScript: WorkerScript;
  hub(): Promise<{ hub: HubClient; token: Secret | null }>;
  cacheFolder: string;
}

interface CountedAs {
  draft: string;
  model: string;
  method: TrainingMethod;
  /** Nothing is mapped, changed or left out. */
  asOpened: boolean;
}

export type DraftTokens = ReturnType<typeof createDraftTokens>;

export function createDraftTokens({ drafts, clock, workerScript, hub, cacheFolder }: DraftTokensParts) {
  let kept: { folder: string; workers: TokenWorkers } | null = null;
  let counting: { key: string; count: TokenCount; of: CountedAs } | null = null;

  async function workersFor(model: string, signal: AbortSignal | undefined): Promise<TokenWorkers> {
    const { hub: client, token } = await hub();
    const { folder } = await fetchModelTokenizer(client, { model }, { token, signal, cacheFolder }).catch(
      (error: unknown) => {
        if (isAppError(error, 'INVALID_INPUT'))
          throw new AppError('NO_TOKENIZER', error.message, { model, reason: error.data.reason }, { cause: error });
        throw error;
      },
    );
    if (kept?.folder === folder) return kept.workers;
    const left = kept;
    kept = { folder, workers: createTokenWorkers({ workerScript, clock, model, folder }) };
    counting = null;
    await left?.workers.close();
    return kept.workers;
  }

  return {
    async render(
      id: string,
      wish: { row: RowName; model: string; method: TrainingMethod },
      signal: AbortSignal | undefined,
    ) {
      const { text } = await drafts.row(id, wish.row, signal);
      const { check, plan } = await drafts.checked(id, signal);
      const { kind, mapping } = kindFor(check, plan, wish.method);
      const workers = await workersFor(wish.model, signal);
      return workers.render(valueOf(text), kind, mapping);
    },
    async *follow(
      id: string,
      wish: { model: string; method: TrainingMethod; maxLength: number },
      signal: AbortSignal | undefined,
    ): AsyncGenerator<CountReport> {
      const { check, plan, edits } = await drafts.checked(id, signal);
      const { kind, mapping } = kindFor(check, plan, wish.method);
      const workers = await workersFor(wish.model, signal);
      const key = JSON.stringify([
        id,
        wish.model,
        kind,
        mapping,
        plan.dropped,
        edits.version(),
        check.files.map(({ source }) => source.mark),
      ]);
      if (counting?.key !== key) {
        counting?.count.stop();
        const asOpened = mapping === null && plan.dropped.length === 0 && edits.version() === 0;
        counting = {
          key,
          count: workers.count(await countOptions(check, plan, edits, kind, mapping)),
          of: { draft: id, model: wish.model, method: wish.method, asOpened },
        };
      }
      yield* counting.count.follow(wish.maxLength, signal);
    },
    /** The lengths of a draft's rows as they were opened, where these were counted last and to the end; null otherwise. Counts nothing. */
    counted(draft: string, { model, method, maxLength }: { model: string; method: TrainingMethod; maxLength: number }): CountReport | null {
      const of = counting?.of;
      if (!counting || !of?.asOpened || of.draft !== draft || of.model !== model || of.method !== method) return null;
      const report = counting.count.report(maxLength);
      return report.done ? report : null;
    },
    async dispose(): Promise<void> {
      await kept?.workers.close();
    },
  };
}

/** By the mapping that is chosen, else as the rows are, else as they would be after the mapping that is suggested. */
function kindFor(
  check: DraftCheck,
  plan: DraftPlan,
  method: TrainingMethod,
): { kind: RowKind; mapping: Mapping | null } {
  if (plan.mapping && formatsOf[method].includes(formatOf(plan.mapping)))
    return { kind: { format: formatOf(plan.mapping), method }, mapping: plan.mapping };
  const verdict = reportOf(check, plan).verdicts.find((each) => each.method === method);
  if (verdict?.format && verdict.state !== 'cannot-train')
    return { kind: { format: verdict.format, method }, mapping: verdict.mapping };
  const reason = verdict?.reason ?? 'There are no rows.';
  throw new AppError('INVALID_INPUT', reason, { field: 'method', reason });
}

async function countOptions(
  check: DraftCheck,
  plan: DraftPlan,
  edits: DraftEdits,
  kind: RowKind,
  mapping: Mapping | null,
) {
  const jobs: TokenJob[] = [];
  let rowsTotal = 0;
  let evaluationRows = 0;
  for (const file of check.files) {
    const { source, readable, scan } = file;
    if (!scan?.index || !readable) continue;
    if (source.split !== 'train') {
      evaluationRows += scan.rows;
      continue;
    }
    const dropped = plan.dropped.some((each) => allProblems(file).some((problem) => problem.kind === each))
      ? listedRows(
          file,
          plan.dropped.filter((each) => each !== 'blank-line'),
        )
      : new Uint32Array();
    const edited = edits.rowsOf(source.path);
    const skip = Uint32Array.from(new Set([...dropped, ...edited])).sort();
    rowsTotal += scan.rows - skip.length;
    jobs.push(...lineJobs({ file: source.path, path: readable.path, sizeBytes: scan.bytes, index: scan.index, skip }));
    for (const row of edited) {
      const edit = edits.of(source.path, row);
      if (edit?.kind !== 'change') continue;
      rowsTotal += 1;
      jobs.push({ kind: 'rows', file: source.path, firstRow: row, rows: [valueOf(await edits.textOf(edit))] });
    }
  }
  return { kind, mapping, jobs: spread(jobs), rowsTotal, evaluationRows };
}
