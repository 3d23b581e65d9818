// How many rows each split will have, as far as the check tells. A row with two
// problems is counted for both, so what is left out is a most, not a sum.
import type { CheckReport, Split } from '@hubdesk/shared/datasets/check-report';
import type { Draft } from '@hubdesk/shared/datasets/draft';

export interface SplitCounts {
  train: number;
  validation: number;
  test: number;
  /** At most so many rows are left out, of all. */
  leftOut: number;
  /** A validation file is there: nothing is taken from train. */
  hasValidationFile: boolean;
  /** Something is left out, so the counts are a little lower in truth. */
  isAbout: boolean;
}

export function splitOf(draft: Draft, file: { path: string; split: Split }): Split {
  const { splits } = draft.plan;
  return (Object.hasOwn(splits, file.path) ? splits[file.path] : undefined) ?? file.split;
}

export function splitCounts(report: CheckReport, draft: Draft): SplitCounts {
  const { dropped, validationShare } = draft.plan;
  const rows = { train: 0, validation: 0, test: 0 };
  for (const file of report.files) rows[splitOf(draft, file)] += file.rows ?? 0;
  const hasValidationFile = report.files.some((file) => splitOf(draft, file) === 'validation');
  const leftOut =
    report.problems.reduce((sum, { kind, count }) => sum + (dropped.includes(kind) ? count : 0), 0) +
    draft.edits.dropped;
  const moved = hasValidationFile ? 0 : Math.round(rows.train * validationShare);
  return {
    train: rows.train - moved,
    validation: rows.validation + moved,
    test: rows.test,
    leftOut: Math.min(leftOut, report.rows),
    hasValidationFile,
    isAbout: leftOut > 0,
  };
}
