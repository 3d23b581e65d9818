// Tells the news of a run: by the system where the person has asked for that and
// it is allowed, otherwise in the corner of the page.
import { toast } from '../../ui/toast.tsx';
import type { RunNews } from './run-news.ts';

/** Whether the system shows what this page tells. `unable`: this host has no notifications. */
export type NotifyPermission = 'granted' | 'denied' | 'unasked' | 'unable';

export function notifyPermission(): NotifyPermission {
  if (typeof Notification === 'undefined') return 'unable';
  return Notification.permission === 'default' ? 'unasked' : Notification.permission;
}

/** Asks the person, who may be asked once only. Call it from a press. */
export async function askToNotify(): Promise<NotifyPermission> {
  if (notifyPermission() === 'unasked') await Notification.requestPermission();
  return notifyPermission();
}

/** `onOpen`: the person wants to see the run. */
export function tellNews(news: RunNews, { wanted, onOpen }: { wanted: boolean; onOpen: () => void }): void {
  if (wanted && notifyPermission() === 'granted' && notify(news, onOpen)) return;
  toast(news.title, { label: 'Open', onPress: onOpen }, { attention: news.attention });
}

/** A launch that the limits have stopped. The page that asked for it says so itself; this is for a person who looks elsewhere. */
export function tellBudgetStop(reason: string, { wanted, onOpen }: { wanted: boolean; onOpen: () => void }): void {
  if (!wanted || notifyPermission() !== 'granted') return;
  notify({ title: 'A run was not started: it could cost too much', body: reason, tag: 'budget' }, onOpen);
}

function notify({ title, body, tag }: Pick<RunNews, 'title' | 'body' | 'tag'>, onOpen: () => void): boolean {
  try {
    const shown = new Notification(title, { body, tag, icon: './mark.svg' });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      onOpen();
    });
    return true;
  } catch {
    // Some browsers let only a service worker notify.
    return false;
  }
}
