// The stations of a transfer in the order they are come to. Several may be at
// work at once, since files overlap.
import type { Transfer, TransferPhase } from '@hubdesk/shared/datasets/transfer';

export interface TransferStep {
  phase: TransferPhase;
  name: string;
  state: 'done' | 'active' | 'ahead';
}

const names: Record<TransferPhase, string> = {
  scanning: 'Look through',
  hashing: 'Hash',
  uploading: 'Upload',
  committing: 'Commit',
  downloading: 'Download',
  verifying: 'Verify',
};

const order = {
  upload: ['scanning', 'hashing', 'uploading', 'committing', 'verifying'],
  download: ['scanning', 'downloading', 'verifying'],
} as const satisfies Record<Transfer['kind'], readonly TransferPhase[]>;

/** A step before all that are at work is done. */
export function transferSteps({ kind, state, phases }: Pick<Transfer, 'kind' | 'state' | 'phases'>): TransferStep[] {
  const all: readonly TransferPhase[] = order[kind];
  const first = all.findIndex((phase) => phases.includes(phase));
  return all.map((phase, at) => ({
    phase,
    name: names[phase],
    state: state === 'done' || (first >= 0 && at < first) ? 'done' : phases.includes(phase) ? 'active' : 'ahead',
  }));
}
