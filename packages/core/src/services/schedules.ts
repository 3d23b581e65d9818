// Being built.
import { AppError } from '@hubdesk/shared/errors';
import type { Implementer } from './implementer.ts';

const notYet = () => {
  throw new AppError('NOT_FOUND', 'Not there yet.', { what: 'schedules' });
};

export function schedulesHandlers(os: Implementer['schedules']) {
  return os.router({
    list: os.list.handler(notYet),
    create: os.create.handler(notYet),
    reschedule: os.reschedule.handler(notYet),
    suspend: os.suspend.handler(notYet),
    resume: os.resume.handler(notYet),
    runNow: os.runNow.handler(notYet),
    remove: os.remove.handler(notYet),
  });
}
