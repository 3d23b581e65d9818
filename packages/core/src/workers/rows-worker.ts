// Reads, searches and writes rows away from the thread that answers the screen.
// One task, given at its start; what is said is in `rows-task.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '@hubdesk/shared/errors';
import { writeRows } from '../datasets/derive/write-rows.ts';
import { copyFile } from '../datasets/read/copy-file.ts';
import type { RowsMessage, RowsTask } from '../datasets/read/rows-task.ts';
import { searchRows } from '../datasets/read/search-rows.ts';

const progressEveryMs = 100;

function tell(message: RowsMessage): void {
  parentPort?.postMessage(message, []);
}

/** Calls on at most every so often. */
function seldom<A extends unknown[]>(run: (...values: A) => void): (...values: A) => void {
  let lastMs = -Infinity;
  return (...values) => {
    if (performance.now() - lastMs < progressEveryMs) return;
    lastMs = performance.now();
    run(...values);
  };
}

/** One file that cannot be read does not end the task. */
async function each<T>(files: readonly T[], run: (file: T, index: number) => Promise<void>): Promise<void> {
  for (const [index, file] of files.entries()) {
    try {
      await run(file, index);
    } catch (error) {
      if (!isAppError(error, 'FILE_UNREADABLE')) throw error;
      tell({ kind: 'unreadable', file: index, reason: error.data.reason });
    }
  }
}

async function run(task: RowsTask): Promise<void> {
  if (task.kind === 'copy') await each(task.files, (file, index) => copyFile(file, index, tell));
  else if (task.kind === 'search') {
    let left = task.most;
    await each(task.files, async (file, index) => {
      if (left <= 0) return;
      const told = seldom((bytesRead: number) => tell({ kind: 'searching', file: index, bytesRead }));
      const found = (rows: number[]) => {
        tell({ kind: 'found', file: index, rows: rows.slice(0, left) });
        left -= rows.length;
        return left > 0;
      };
      await searchRows(file, task.text, found, told);
    });
  } else {
    const told = seldom((rowsWritten: number, rowsLeftOut: number) =>
      tell({ kind: 'writing', rowsWritten, rowsLeftOut }),
    );
    tell({ kind: 'written', ...(await writeRows(task, told)) });
  }
}

run(workerData as RowsTask).then(
  () => tell({ kind: 'done' }),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (isAppError(error, 'STORAGE_FAILED') || isAppError(error, 'FILE_UNREADABLE')) {
      tell({ kind: 'failed', code: error.code, ...error.data, message });
    } else tell({ kind: 'failed', code: 'INTERNAL', path: '', reason: '', message });
  },
);
