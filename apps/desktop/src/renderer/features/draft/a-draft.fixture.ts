import type { CheckReport, Verdict } from '@hubdesk/shared/datasets/check-report';
import type { Draft, DraftPlan, DraftRow } from '@hubdesk/shared/datasets/draft';
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';

export function aPlan(change: Partial<DraftPlan> = {}): DraftPlan {
  return { mapping: null, dropped: [], validationShare: 0, seed: 42, splits: {}, ...change };
}

export function aDraft(change: Partial<Draft> = {}): Draft {
  return {
    id: 'd1',
    name: 'questions.jsonl',
    origin: { kind: 'paths', paths: ['/home/sandy/questions.jsonl'] },
    plan: aPlan(),
    edits: { changed: 0, dropped: 0 },
    openedAt: '2026-11-20T12:00:00.000Z',
    arriving: null,
    found: null,
    ...change,
  };
}

export function aVerdict(change: Partial<Verdict> = {}): Verdict {
  return {
    method: 'sft',
    state: 'ready',
    format: 'messages',
    reason: 'Each row is a conversation.',
    mapping: null,
    leaveOut: { kinds: [], rows: 0 },
    ...change,
  };
}

export function aReport(change: Partial<CheckReport> = {}): CheckReport {
  return {
    files: [
      {
        path: 'questions.jsonl',
        split: 'train',
        format: 'jsonl',
        bytes: 48_000_000,
        rows: 1_000,
        leftOut: 0,
        problems: [],
      },
    ],
    rows: 1_000,
    bytes: 48_000_000,
    columns: [{ name: 'messages', types: { list: 1_000 }, missing: 0 }],
    problems: [],
    verdicts: [
      aVerdict(),
      aVerdict({
        method: 'dpo',
        state: 'cannot-train',
        format: null,
        reason: 'There is no chosen and rejected answer.',
      }),
    ],
    longestRowBytes: 90_000,
    averageRowBytes: 48_000,
    skipped: [],
    ...change,
  };
}

export function aRow(row: number, change: Partial<DraftRow> = {}): DraftRow {
  const text = JSON.stringify({
    messages: [
      { role: 'user', content: `Question ${row}` },
      { role: 'assistant', content: `Answer ${row}` },
    ],
  });
  return {
    file: 'questions.jsonl',
    row,
    line: row + 1,
    text,
    cut: false,
    bytes: text.length,
    problems: [],
    edit: 'none',
    ...change,
  };
}

export function aTokenReport(change: Partial<TokenReport> = {}): TokenReport {
  return {
    model: 'sandy/tiny-llama',
    rows: 1_000,
    rowsTotal: 1_000,
    rowsPerSecond: 20_000,
    histogram: { bounds: [256, 512, 1_024, 2_048], counts: [400, 400, 150, 50, 0] },
    median: 300,
    p95: 1_100,
    longest: { file: 'questions.jsonl', row: 17, tokens: 1_900 },
    tokens: 400_000,
    trainedTokens: 250_000,
    maxLength: 1_024,
    cutRows: 50,
    rowsWithoutAnswer: 12,
    tokensKept: 380_000,
    trainedTokensKept: 230_000,
    refusedRows: 0,
    firstRefusal: null,
    evaluationRows: 0,
    ...change,
  };
}
