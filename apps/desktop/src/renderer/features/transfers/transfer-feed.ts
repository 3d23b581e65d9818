// What is moving now, followed in one place for the tray and the page. Holds the
// latest word on each transfer and nothing of the past.
import { createStore } from 'zustand/vanilla';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { client } from '../../api/client.ts';
import { followStream } from '../../api/follow-stream.ts';

/** Transfers that are not over, as the host last told them. */
export const liveTransfers = createStore<readonly Transfer[]>(() => []);

export function isOver({ state }: Pick<Transfer, 'state'>): boolean {
  return state === 'done' || state === 'cancelled';
}

/**
 * Follows until `signal` aborts, through cuts of the wire. `onOver` is called when one that was moving is not any more,
 * also when it ended while the wire was cut.
 */
export function followTransfers(onOver: () => void, signal: AbortSignal): Promise<void> {
  return followStream({
    open: (wanted) => client.transfers.follow(undefined, { signal: wanted }),
    onItem: ({ transfers }) => {
      const live = transfers.filter((transfer) => !isOver(transfer));
      const still = new Set(live.map(({ id }) => id));
      const isOneOver = liveTransfers.getState().some(({ id }) => !still.has(id));
      liveTransfers.setState(live, true);
      if (isOneOver) onOver();
    },
    endsWith: () => false,
    signal,
  });
}
