// A fixed number of things that take turns: buffers, places. Who comes when all
// are out waits; whoever comes after the pool is closed is refused.
export interface Pool<T> {
  take(): Promise<T>;
  give(thing: T): void;
  /** Refuses everyone who waits, and everyone later. */
  close(reason: unknown): void;
}

/** Makes things when they are first needed, `most` at most. */
export function pool<T>(most: number, make: () => T): Pool<T> {
  const free: T[] = [];
  const waiting: { resolve: (thing: T) => void; reject: (reason: unknown) => void }[] = [];
  let made = 0;
  let closed: { reason: unknown } | undefined;
  return {
    take: () =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closed.reason);
        const thing = free.pop();
        if (thing !== undefined) return resolve(thing);
        if (made === most) return void waiting.push({ resolve, reject });
        made += 1;
        resolve(make());
      }),
    give: (thing) => {
      const next = waiting.shift();
      if (next) next.resolve(thing);
      else free.push(thing);
    },
    close: (reason) => {
      closed ??= { reason };
      for (const { reject } of waiting.splice(0)) reject(reason);
    },
  };
}
