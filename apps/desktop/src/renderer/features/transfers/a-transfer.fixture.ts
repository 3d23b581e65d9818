import type { Transfer } from '@hubdesk/shared/datasets/transfer';

export function aTransfer(change: Partial<Transfer> = {}): Transfer {
  return {
    id: 't1',
    kind: 'upload',
    repo: 'sandy/questions',
    repoType: 'dataset',
    repoUrl: 'https://hub.example/datasets/sandy/questions',
    name: 'questions',
    folder: '/home/sandy/questions',
    state: 'running',
    phases: ['uploading'],
    files: { total: 4, done: 1, failed: 0 },
    bytes: { total: 4_000_000, hashed: 3_000_000, sent: 1_000_000, spared: 0 },
    commits: 0,
    bytesPerSecond: 500_000,
    remainingMs: 6_000,
    waitMs: null,
    problem: null,
    elsewhere: false,
    startedAt: '2026-11-20T12:00:00.000Z',
    finishedAt: null,
    resultUrl: null,
    ...change,
  };
}
