// The system's own dialogs, for choosing files and folders. They belong to the
// window in front, so that it waits for them.
import type { Dialogs } from '@hubdesk/core/ports/dialogs';
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

const properties = {
  files: ['openFile', 'multiSelections'],
  folder: ['openDirectory'],
  saveFolder: ['openDirectory', 'createDirectory', 'promptToCreate'],
} as const;

export const nativeDialogs: Dialogs = {
  async choose({ what, title }) {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    // A dialog on macOS shows no title, only a message.
    const options: OpenDialogOptions = { title, message: title, properties: [...properties[what]] };
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options));
    return canceled || filePaths.length === 0 ? null : filePaths;
  },
};
