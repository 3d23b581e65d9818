// Where on the axis the pointer or the arrow keys are: one place for all charts
// of a group, so that their marks move together.

export class HoverStore {
  #x: number | null = null;
  readonly #listeners = new Set<() => void>();

  readonly get = (): number | null => this.#x;

  readonly set = (x: number | null): void => {
    if (x === this.#x) return;
    this.#x = x;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}
