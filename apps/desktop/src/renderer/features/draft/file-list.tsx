// What is to be said of the files themselves, and what of a folder was left out.
import type { CheckReport, DraftFile } from '@hubdesk/shared/datasets/check-report';
import { fileProblems } from '@hubdesk/shared/datasets/row-problem';
import { visibleText } from '../../ui/visible-text.ts';
import { SeverityMark } from './problem-mark.tsx';
import { fileProblemWords } from './problem-words.ts';

const mostSkipped = 20;

/** Nothing where there is nothing to say. */
export function FileList({ report }: { report: CheckReport }) {
  const files = report.files.filter(({ problems }) => problems.length > 0);
  const { skipped } = report;
  if (files.length === 0 && skipped.length === 0) return null;
  return (
    <section aria-labelledby="draft-files" className="grid gap-1">
      <h3 id="draft-files" className="pb-1 text-sm font-semibold text-ink">
        About the files
      </h3>
      <ul className="grid">
        {files.map((file) => (
          <FileItem key={file.path} file={file} alone={report.files.length === 1} />
        ))}
      </ul>
      {skipped.length > 0 && (
        <details className="border-t border-line py-2">
          <summary className="min-h-8 cursor-pointer content-center rounded-sm text-sm text-ink-2">
            {skipped.length === 1 ? 'One entry was' : `${skipped.length.toLocaleString('en')} entries were`} left out
          </summary>
          <ul className="grid gap-1 py-1 text-sm">
            {skipped.slice(0, mostSkipped).map(({ path, reason }) => (
              <li key={path} className="flex flex-wrap gap-x-2">
                <bdi className="font-mono text-xs [overflow-wrap:anywhere] text-ink">{visibleText(path)}</bdi>
                <span className="text-ink-2">{fileProblemWords[reason].name}</span>
              </li>
            ))}
            {skipped.length > mostSkipped && (
              <li className="text-ink-3">and {(skipped.length - mostSkipped).toLocaleString('en')} more</li>
            )}
          </ul>
        </details>
      )}
    </section>
  );
}

function FileItem({ file: { path, problems }, alone }: { file: DraftFile; alone: boolean }) {
  return (
    <li className="grid gap-1.5 border-t border-line py-2.5">
      {!alone && <bdi className="font-mono text-xs [overflow-wrap:anywhere] text-ink">{visibleText(path)}</bdi>}
      {problems.map(({ kind, detail }, at) => (
        <p key={at} className="flex items-baseline gap-2 text-sm text-ink-2">
          <span className="translate-y-0.5">
            <SeverityMark severity={fileProblems[kind]} />
          </span>
          <span className="min-w-0">
            <span className="font-medium text-ink">{fileProblemWords[kind].name}.</span> {fileProblemWords[kind].effect}
            {detail && <span className="[overflow-wrap:anywhere]"> ({detail})</span>}
          </span>
        </p>
      ))}
    </li>
  );
}
