// The system's own dialogs, where the host has them.
import { AppError } from '@hubdesk/shared/errors';

export interface Dialogs {
  /** Absolute paths of what the person chose; null when they closed the dialog. */
  choose(request: { what: 'files' | 'folder' | 'saveFolder'; title: string }): Promise<string[] | null>;
}

/** For a host that has none: the page shows its own list of files instead. */
export const noDialogs: Dialogs = {
  choose: () =>
    Promise.reject(
      new AppError('UNSUPPORTED', 'This host has no dialogs of the system.', { capability: 'nativeDialogs' }),
    ),
};
