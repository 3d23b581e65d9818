// A name as one step of a Hub URL's path. Refuses the two names that URLs read as directions.
import { AppError } from '@hubdesk/shared/errors';

/** Rejects `.` and `..` with NOT_FOUND: nothing on the Hub is called so. */
export function pathSegment(name: string): string {
  if (name === '.' || name === '..') throw new AppError('NOT_FOUND', `Nothing is called “${name}”.`, { what: name });
  return encodeURIComponent(name);
}
