// Turns an operating system's refusal to write into words. The only place that
// knows errno names; what it answers names the file and never its content.
import { AppError } from '@hubdesk/shared/errors';

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EFBIG: 'the file would be larger than allowed here',
  EROFS: 'the disk is read-only',
  EACCES: 'you have no permission to write there',
  EPERM: 'the system does not allow changing it',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'part of its path is a file, not a folder',
  EISDIR: 'a folder stands in its place',
  ELOOP: 'its symbolic links go round in a circle',
  EIO: 'the disk reported an error',
  EBUSY: 'another program is using it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
};

/** The errno name of anything caught, or null. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** `STORAGE_FAILED` for `path`, from what the system said or from a reason in our own words. */
export function storageFailure(path: string, cause: unknown): AppError<'STORAGE_FAILED'> {
  const code = errnoOf(cause);
  const reason =
    typeof cause === 'string'
      ? cause
      : code === null
        ? 'the system did not say why'
        : (reasons[code] ?? `the system answered ${code}`);
  return new AppError(
    'STORAGE_FAILED',
    `Hubdesk could not save ${path}: ${reason}. Nothing was changed.`,
    { path, reason },
    { cause },
  );
}
