// Being built.
import { AppError } from '@hubdesk/shared/errors';
import type { Implementer } from './implementer.ts';

const notYet = () => {
  throw new AppError('NOT_FOUND', 'Not there yet.', { what: 'budget' });
};

export function budgetHandlers(os: Implementer['budget']) {
  return os.router({
    get: os.get.handler(notYet),
    set: os.set.handler(notYet),
  });
}
