// The worker scripts as they are in the source tree, which Node runs as they
// are: for the local host and for tests.
import { fileURLToPath } from 'node:url';
import type { WorkerScript } from './workers.ts';

export const sourceWorkers: WorkerScript = (name) => fileURLToPath(new URL(`../workers/${name}-worker.ts`, import.meta.url));
