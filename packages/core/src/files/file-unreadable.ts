// Turns an operating system's refusal to let us read into words. What it
// answers names the file or folder and never what is in it.
import { AppError } from '@hubdesk/shared/errors';
import { errnoOf } from './storage-failure.ts';

const reasons: Record<string, string> = {
  ENOENT: 'it is not there any more',
  ENOTDIR: 'it is not a folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'you have no permission to read it',
  EPERM: 'the system does not allow reading it',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk reported an error',
  EBUSY: 'another program is using it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENXIO: 'it is not a regular file',
};

/** `FILE_UNREADABLE` for `path`, from what the system said or from a reason in our own words. */
export function fileUnreadable(path: string, cause: unknown): AppError<'FILE_UNREADABLE'> {
  const code = errnoOf(cause);
  const system = code === null ? 'the system did not say why' : (reasons[code] ?? `the system answered ${code}`);
  const reason = typeof cause === 'string' ? cause : system;
  return new AppError('FILE_UNREADABLE', `${path} cannot be read: ${reason}.`, { path, reason }, { cause });
}
