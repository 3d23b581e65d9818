// Tells every open window what went stale. Carries topics only, never data.
import { type Topic, topics } from '@hubdesk/shared/contract/operation';
import { EventPublisher } from '@orpc/server';

export interface Changes {
  publish(stale: readonly Topic[]): void;
  /** Begins with every topic, so that a window that reconnects misses nothing. */
  follow(signal: AbortSignal | undefined): AsyncGenerator<{ topics: Topic[] }>;
}

export function createChanges(): Changes {
  const publisher = new EventPublisher<{ stale: Topic[] }>();
  return {
    publish(stale) {
      if (stale.length > 0) publisher.publish('stale', [...stale]);
    },
    async *follow(signal) {
      const following = publisher.subscribe('stale', { signal });
      yield { topics: [...topics] };
      for await (const stale of following) yield { topics: stale };
    },
  };
}
