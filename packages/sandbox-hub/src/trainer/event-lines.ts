// The lines by which a training job tells a program how far it is. They stand in the log among everything else:
//
//     @@HUBDESK {"t":1790000000.123,"k":"step","step":5,"max_steps":20,"loss":3.21,…}
//
// One line is one event: the mark, one space, one JSON object. `t` is seconds since 1970, `k` what happened.
// A reader ignores kinds and keys that it does not know. The order of a whole run:
//
// - `queued`: never printed; it is the time that a job is in SCHEDULING.
// - `deps`: imports are done. `trainer` (`trl` or `tiny`), `versions` by package.
// - `model`: the model is loaded. `model`, `parameters`, `dtype`, `device`; `gpus` (how many), `family` where known.
// - `data`: the dataset is loaded. `dataset`, `train`, `validation` (rows), `columns`; `cut` (rows that lost their end) and
//   `dropped` (rows of which no answer was left) where known.
// - `start`: training begins. `max_steps`, `epochs`; `resumed_from` (a step) when it goes on from a checkpoint.
// - `step`: a step was logged. `step`, `max_steps`, `epoch`, `loss`, `grad_norm`, `learning_rate`, `num_tokens`, and
//   `mean_token_accuracy`, `entropy` where known: the names of the trainer's own log.
// - `eval`: held-out rows were measured. `step`, `eval_loss`, and other `eval_…`.
// - `checkpoint`: something to resume from was written. `step`, `path`.
// - `save`: the final weights are written. `path`, `files`.
// - `push`: the upload begins. `repo`.
// - `verified`: the Hub lists the weights. `repo`, `files`, `bytes` (of all), `sizes` (by file), `commit`, `kind` (`full`
//   or `adapter`).
// - `smoke`: ends a run that only tried: `steps`, `peakGpuBytes` (null without a GPU). Nothing was saved or pushed.
// - `note`: something is not as it was asked for, at any time: `code` (`TEMPLATE`, `CUT`, `DROPPED`, `PRECISION`, …),
//   `message` for a person.
// - `error`: it failed and ends. `code` (`OOM`, `GATED`, `BF16`, `DATA`, `PUSH`, `FAILED`), `type`, `message`; for `DATA`
//   `row` (from 1) and `split` where known. Where several processes train, any of them may say it (`rank`).

export const EVENT_MARK = '@@HUBDESK ';

export type EventKind =
  | 'queued'
  | 'deps'
  | 'model'
  | 'data'
  | 'start'
  | 'step'
  | 'eval'
  | 'checkpoint'
  | 'save'
  | 'push'
  | 'verified'
  | 'smoke'
  | 'note'
  | 'error';

export type EventFields = Readonly<Record<string, unknown>>;

/** `nowMs` is epoch milliseconds. The line has no line end. */
export function eventLine(kind: EventKind, fields: EventFields, nowMs: number): string {
  return `${EVENT_MARK}${JSON.stringify({ t: nowMs / 1000, k: kind, ...fields })}`;
}
