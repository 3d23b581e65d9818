// The dataset as it is planned, written into a folder of this computer.
import { FolderDown } from 'lucide-react';
import { useState } from 'react';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import type { Split } from '@hubdesk/shared/datasets/check-report';
import type { Failure } from '@hubdesk/shared/errors';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { useChooseFiles } from '../../ui/choose-files-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useStream } from './use-stream.ts';

interface Written {
  rowsWritten: number;
  rowsTotal: number;
  rowsLeftOut: number;
  done: boolean;
  files: { path: string; split: Split; rows: number; bytes: number }[];
}

export function WriteFolder({ draft }: { draft: Draft }) {
  const choose = useChooseFiles();
  // Written once a choice; choosing the same folder again is another try.
  const [chosen, setChosen] = useState<{ folder: string; time: number } | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);
  const folder = chosen?.folder ?? '';
  const { value, phase, failure, stop } = useStream<Written, Written>({
    key: chosen && `${chosen.time} ${folder}`,
    open: (signal) => client.drafts.write({ draft: draft.id, folder }, { signal }),
    fold: (_before, item) => item,
    isDone: ({ done }) => done,
    forgets: true,
  });
  async function ask() {
    setRefused(null);
    try {
      const paths = await choose({ what: 'saveFolder', title: 'Choose an empty or new folder for the dataset' });
      const [path] = paths ?? [];
      if (path !== undefined) setChosen((before) => ({ folder: path, time: (before?.time ?? 0) + 1 }));
    } catch (caught) {
      setRefused(toFailure(caught));
    }
  }
  const problem = refused ?? failure;
  return (
    <section aria-labelledby="write-folder" className="grid gap-3 border-t border-line pt-6">
      <div className="grid gap-1">
        <h2 id="write-folder" className="text-lg font-semibold text-ink">
          Write to a folder instead
        </h2>
        <p className="max-w-[60ch] text-sm text-ink-2">
          The same files, one JSONL a split, on this computer. What you opened stays as it is.
        </p>
      </div>
      {problem && <ErrorNotice explanation={explain(problem)} onRetry={() => void ask()} />}
      {phase === 'running' ? (
        <div className="flex items-center gap-3">
          <ProgressBar
            label="The dataset is written"
            value={value && value.rowsTotal > 0 ? value.rowsWritten / value.rowsTotal : null}
            className="w-40"
          />
          <span className="flex-1 text-sm text-ink-2 tabular-nums">
            {value ? `${formatWhole(value.rowsWritten)} of ${formatPlural(value.rowsTotal, 'row')}` : 'Beginning'}
          </span>
          <Button variant="quiet" size="small" onClick={stop}>
            Stop
          </Button>
        </div>
      ) : (
        <div>
          <Button icon={FolderDown} onClick={() => void ask()}>
            Choose a folder
          </Button>
        </div>
      )}
      {phase === 'stopped' && <p className="text-sm text-ink-2">Stopped. Nothing unfinished was left in the folder.</p>}
      <div role="status">
        {phase === 'done' && value && (
          <div className="grid gap-1">
            <p className="flex items-center gap-1 text-ink">
              <span className="min-w-0">
                Written to <bdi className="font-mono text-sm [overflow-wrap:anywhere]">{folder}</bdi>
              </span>
              <CopyButton text={folder} label="Copy the path" />
            </p>
            <ul className="text-sm text-ink-2 tabular-nums">
              {value.files.map(({ path, rows, bytes }) => (
                <li key={path}>
                  <bdi className="font-mono text-xs">{path}</bdi>: {formatPlural(rows, 'row')}, {formatBytes(bytes)}
                </li>
              ))}
              {value.rowsLeftOut > 0 && <li>{formatPlural(value.rowsLeftOut, 'row')} left out</li>}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}
