// How far a run is, in the taskbar and the dock: drawn by the system on every window.
import type { Taskbar } from '@hubdesk/core/ports/taskbar';
import { BrowserWindow } from 'electron';

/** What Electron takes for no progress at all. */
const none = -1;

export const windowTaskbar: Taskbar = {
  show(share) {
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share ?? none);
  },
};
