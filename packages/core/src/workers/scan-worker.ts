// The thread that reads rows: takes a stretch of a file at a time and answers
// what it found. Ends when its owner ends it.
import { parentPort } from 'node:worker_threads';
import { createRangeScanner } from '../datasets/scan/scan-range.ts';
import type { ScanReply, ScanTask } from '../datasets/scan/scan-task.ts';

const port = parentPort;
if (!port) throw new Error('This script is a worker thread.');
const scanner = createRangeScanner();

port.on('message', (task: ScanTask) => {
  void scanner.run(task, (reply: ScanReply) => port.postMessage(reply, [reply.part.hashes.buffer]));
});
