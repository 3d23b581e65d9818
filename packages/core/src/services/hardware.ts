// Being built.
import { AppError } from '@hubdesk/shared/errors';
import type { Implementer } from './implementer.ts';

const notYet = () => {
  throw new AppError('NOT_FOUND', 'Not there yet.', { what: 'hardware' });
};

export function hardwareHandlers(os: Implementer['hardware']) {
  return os.router({
    list: os.list.handler(notYet),
  });
}
