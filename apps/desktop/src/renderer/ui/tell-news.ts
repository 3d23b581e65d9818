// Tells news of what goes on elsewhere: by the system where the person has asked
// for that and it is allowed, otherwise in the corner of the page.
import { toast } from './toast.tsx';

export interface News {
  /** One for each thing that is told: two windows that tell the same are one notification. */
  tag: string;
  title: string;
  body: string;
  /** It went wrong, or needs the person. */
  attention: boolean;
}

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

export interface TellOptions {
  /** The person has asked for the system's notifications. */
  wanted: boolean;
  /** The person wants to see what it is about. */
  onOpen: () => void;
}

export function tellNews(news: News, options: TellOptions): void {
  if (notifyNews(news, options)) return;
  toast(news.title, { label: 'Open', onPress: options.onOpen }, { attention: news.attention });
}

/** By the system or not at all: for what the page says itself. Whether it was told. */
export function notifyNews({ title, body, tag }: Omit<News, 'attention'>, { wanted, onOpen }: TellOptions): boolean {
  if (!wanted || notifyPermission() !== 'granted') return false;
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
