// Hands the page one port to the app, and tells it what kind of host it has.
// It exposes no function and no Electron API, and never grows.
import { contextBridge, ipcRenderer } from 'electron';
import { portChannel } from '../main/port-channel.ts';

contextBridge.exposeInMainWorld('hubdesk', Object.freeze({ host: 'electron', platform: process.platform }));

// The page's script listens before the page has loaded, and the port is for it alone.
window.addEventListener(
  'load',
  () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(portChannel, null, [port2]);
    window.postMessage(portChannel, '/', [port1]);
  },
  { once: true },
);
