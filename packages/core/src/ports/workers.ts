// Where the scripts of our worker threads are. Heavy work never runs on the
// thread that answers the screen. A host knows where its build put them.

/** One script a name: `packages/core/src/workers/<name>-worker.ts`. */
export const workerNames = ['scan', 'rows', 'tokens', 'hash', 'xet'] as const;
export type WorkerName = (typeof workerNames)[number];

/** The file of a worker's script, to hand to `new Worker`. */
export type WorkerScript = (name: WorkerName) => string;
