// Where the build put the scripts of the worker threads: beside the main bundle,
// inside the archive too, which Electron lets worker threads read.
import { join } from 'node:path';
import type { WorkerScript } from '@hubdesk/core/ports/workers';

/** `folder`: of the main bundle. */
export function bundledWorkers(folder: string): WorkerScript {
  return (name) => join(folder, `${name}-worker.cjs`);
}
