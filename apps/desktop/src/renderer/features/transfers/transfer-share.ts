// How much of a transfer is done, as one number.
import type { Transfer } from '@hubdesk/shared/datasets/transfer';

/** From 0 to 1; null while it is not known how much there is. What was there already counts as done. */
export function shareOf({ state, bytes, files }: Pick<Transfer, 'state' | 'bytes' | 'files'>): number | null {
  if (state === 'done') return 1;
  if (state === 'planning') return null;
  if (bytes.total > 0) return Math.min(1, (bytes.sent + bytes.spared) / bytes.total);
  return files.total > 0 ? files.done / files.total : null;
}

/** Of several together, by their bytes; null while that of one is not known. */
export function shareOfAll(transfers: readonly Transfer[]): number | null {
  const shares = transfers.map((transfer) => ({ share: shareOf(transfer), weight: Math.max(1, transfer.bytes.total) }));
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const { share, weight } of shares) {
    if (share === null) return null;
    sum += share * weight;
  }
  return weights === 0 ? null : sum / weights;
}
