// A start that cannot be is told in one sentence, in a box of the system's own:
// there is no window yet to tell it in.
import { app, dialog } from 'electron';
import { isAppError } from '@hubdesk/shared/errors';

export function sayWhyNotStarted(error: unknown): void {
  dialog.showErrorBox('Hubdesk did not start', isAppError(error) ? error.message : 'Something went wrong while starting. Starting again may help.');
  app.exit(1);
}
