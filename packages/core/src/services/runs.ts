// Being built.
import { AppError } from '@hubdesk/shared/errors';
import type { Implementer } from './implementer.ts';

const notYet = () => {
  throw new AppError('NOT_FOUND', 'Not there yet.', { what: 'runs' });
};

export function runsHandlers(os: Implementer['runs']) {
  return os.router({
    list: os.list.handler(notYet),
    get: os.get.handler(notYet),
    follow: os.follow.handler(notYet),
    model: os.model.handler(notYet),
    dataset: os.dataset.handler(notYet),
    lengths: os.lengths.handler(notYet),
    preflight: os.preflight.handler(notYet),
    smokeOf: os.smokeOf.handler(notYet),
    launch: os.launch.handler(notYet),
    cancel: os.cancel.handler(notYet),
    annotate: os.annotate.handler(notYet),
    forget: os.forget.handler(notYet),
    lookForWeights: os.lookForWeights.handler(notYet),
    salvage: os.salvage.handler(notYet),
    points: os.points.handler(notYet),
    machine: os.machine.handler(notYet),
    followLog: os.followLog.handler(notYet),
    logLines: os.logLines.handler(notYet),
    searchLog: os.searchLog.handler(notYet),
    saveLog: os.saveLog.handler(notYet),
  });
}
