// The app's own sign outside its window, such as its button in the taskbar.

export interface Taskbar {
  /** How far what goes on is, from 0 to 1; null takes the sign away. A host that has none does nothing. */
  show(share: number | null): void;
}

/** For a host without one: its page says it in its title. */
export const noTaskbar: Taskbar = { show: () => {} };
