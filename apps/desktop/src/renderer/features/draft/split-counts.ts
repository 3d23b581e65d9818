// How many rows each split will have, as far as the check tells: a mapping may
// leave out further rows, which are not known before they are written.
import type { CheckReport, Split } from '@hubdesk/shared/datasets/check-report';
import type { Draft } from '@hubdesk/shared/datasets/draft';

export interface SplitCounts {
  train: number;
  validation: number;
  test: number;
  /** For their problems or by hand. */
  leftOut: number;
  /** A validation file is there: nothing is taken from train. */
  hasValidationFile: boolean;
  /** Rows left out by hand, which may be in any file and be left out for their problems as well: the counts are a most. */
  isAbout: boolean;
}

export function splitOf(draft: Draft, file: { path: string; split: Split }): Split {
  const { splits } = draft.plan;
  return (Object.hasOwn(splits, file.path) ? splits[file.path] : undefined) ?? file.split;
}

export function splitCounts(report: CheckReport, draft: Draft): SplitCounts {
  const { validationShare } = draft.plan;
  const byHand = draft.edits.dropped;
  const rows = { train: 0, validation: 0, test: 0 };
  for (const file of report.files) rows[splitOf(draft, file)] += (file.rows ?? 0) - file.leftOut;
  const hasValidationFile = report.files.some((file) => splitOf(draft, file) === 'validation');
  const planned = report.files.reduce((sum, { leftOut }) => sum + leftOut, 0);
  // In one file it is plain where they are missing, unless they are counted already.
  const isPlain = byHand === 0 || (report.files.length === 1 && planned === 0);
  const [only] = report.files;
  if (isPlain && only) rows[splitOf(draft, only)] -= byHand;
  const moved = hasValidationFile ? 0 : Math.round(rows.train * validationShare);
  return {
    train: rows.train - moved,
    validation: rows.validation + moved,
    test: rows.test,
    leftOut: Math.min(planned + byHand, report.rows),
    hasValidationFile,
    isAbout: !isPlain,
  };
}
