// Being built.
import { AppError } from '@hubdesk/shared/errors';
import type { Implementer } from './implementer.ts';

const notYet = () => {
  throw new AppError('NOT_FOUND', 'Not there yet.', { what: 'recipes' });
};

export function recipesHandlers(os: Implementer['recipes']) {
  return os.router({
    list: os.list.handler(notYet),
    save: os.save.handler(notYet),
    remove: os.remove.handler(notYet),
    draft: os.draft.handler(notYet),
    keepDraft: os.keepDraft.handler(notYet),
  });
}
