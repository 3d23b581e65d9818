// The one window of the app, and the only place that makes one.
import { app, BrowserWindow, nativeTheme, type Rectangle } from 'electron';
import { appUrl } from './app-address.ts';
import { lockedPreferences } from './locked-preferences.ts';

export const smallestWindow = { width: 720, height: 520 };

/** Shown when its first paint is ready, so that it never flashes. */
export function openWindow(place: { bounds: Rectangle; maximized: boolean; preloadPath: string }): BrowserWindow {
  const { bounds, maximized, preloadPath } = place;
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Hubdesk',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#111214' : '#ffffff',
    webPreferences: { ...lockedPreferences, preload: preloadPath, devTools: !app.isPackaged },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  void window.loadURL(appUrl);
  return window;
}
