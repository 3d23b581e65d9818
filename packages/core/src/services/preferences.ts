// What a person likes, on disk. A value that does not fit any more falls back to its default alone.
import { defaultPreferences, type Preferences, preferencesSchema } from '@hubdesk/shared/contract/preferences';
import type { Settings } from '../settings/settings-file.ts';
import type { Implementer } from './implementer.ts';

const recentLimit = 20;

export interface Recents {
  /** Puts a model first among the recent ones. */
  add(model: string): Promise<void>;
}

export function createPreferencesService({ settings }: { settings: Settings }) {
  const current = (): Preferences => {
    const kept: Record<string, unknown> = settings.current.preferences;
    const { shape } = preferencesSchema;
    return {
      theme: shape.theme.catch(defaultPreferences.theme).parse(kept['theme']),
      favouriteModels: shape.favouriteModels.catch(defaultPreferences.favouriteModels).parse(kept['favouriteModels']),
      recentModels: shape.recentModels.catch(defaultPreferences.recentModels).parse(kept['recentModels']),
      chat: shape.chat.catch(defaultPreferences.chat).parse(kept['chat']),
      notifications: shape.notifications.catch(defaultPreferences.notifications).parse(kept['notifications']),
    };
  };

  async function set(changed: Partial<Preferences>): Promise<Preferences> {
    await settings.update((draft) => {
      Object.assign(draft.preferences, changed);
    });
    return current();
  }

  const recents: Recents = {
    async add(model) {
      const { recentModels } = current();
      await set({ recentModels: [model, ...recentModels.filter((each) => each !== model)].slice(0, recentLimit) });
    },
  };

  return {
    current,
    recents,
    handlers: (os: Implementer['preferences']) =>
      os.router({
        get: os.get.handler(() => current()),
        set: os.set.handler(({ input }) => {
          const given = Object.entries(input).filter(([, value]) => value !== undefined);
          return set(Object.fromEntries(given));
        }),
      }),
  };
}
