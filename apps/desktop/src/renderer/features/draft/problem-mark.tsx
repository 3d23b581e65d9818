// The weight of a problem as a shape, so that it is not told by colour alone.
import type { DraftRow } from '@hubdesk/shared/datasets/draft';
import { rowProblems, severities, type Severity } from '@hubdesk/shared/datasets/row-problem';
import { StatusDot, type StatusShape } from '../../ui/status-dot.tsx';
import { rowProblemWords } from './problem-words.ts';

const shapes: Record<Severity, StatusShape> = { blocks: 'attention', warns: 'half', notes: 'off' };

export function SeverityMark({ severity }: { severity: Severity }) {
  return <StatusDot shape={shapes[severity]} />;
}

/** The heaviest of a row's problems; nothing where there is none. */
export function RowMark({ problems }: { problems: DraftRow['problems'] }) {
  const kinds = problems.map(({ kind }) => kind);
  const heaviest = severities.find((severity) => kinds.some((kind) => rowProblems[kind] === severity));
  if (!heaviest) return null;
  const names = [...new Set(kinds)].map((kind) => rowProblemWords[kind].name).join(', ');
  return (
    <span title={names} className="grid place-items-center">
      <SeverityMark severity={heaviest} />
      <span className="sr-only">{names}</span>
    </span>
  );
}
