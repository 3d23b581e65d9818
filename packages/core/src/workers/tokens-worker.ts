// Counts and renders rows with one model's tokenizer, one task after another.
// The template is a program of strangers: whoever starts this thread ends it when
// it takes too long.
import { parentPort, workerData } from 'node:worker_threads';
import { countRows, mappedRow } from '../datasets/tokens/count-rows.ts';
import { loadModelTokenizer } from '../datasets/tokens/model-files.ts';
import { renderedRows } from '../datasets/tokens/rendered-rows.ts';
import { RowRefused } from '../datasets/tokens/row-sequences.ts';
import type { TokenReply, TokenTask, TokenWorkerData } from '../datasets/tokens/token-task.ts';

const started: TokenWorkerData = workerData;
const loading = loadModelTokenizer(started.folder, started.chatTemplate);
// Told with the first task.
loading.catch(() => {});

async function replyTo(task: TokenTask): Promise<TokenReply> {
  const { id } = task;
  let fault: 'tokenizer' | 'file' | 'other' = 'tokenizer';
  try {
    const tokenizer = await loading;
    fault = task.type === 'count' && task.job.kind === 'lines' ? 'file' : 'other';
    if (task.type === 'count') return { id, type: 'counted', counted: await countRows(task.job, task.kind, task.mapping, tokenizer) };
    return { id, type: 'rendered', rows: renderedRows(mappedRow(task.row, task.mapping), task.kind, started.model, tokenizer) };
  } catch (error) {
    if (error instanceof RowRefused) return { id, type: 'refused', reason: error.message };
    const system = error instanceof Error && 'code' in error;
    return { id, type: 'failed', fault: fault === 'file' && !system ? 'other' : fault, message: error instanceof Error ? error.message : 'unknown' };
  }
}

let last: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (task: TokenTask) => {
  last = last.then(async () => {
    const reply = await replyTo(task);
    const arrays = reply.type === 'counted' ? Object.values(reply.counted.lengths).map(({ buffer }) => buffer) : [];
    parentPort?.postMessage(reply, arrays);
  });
});
