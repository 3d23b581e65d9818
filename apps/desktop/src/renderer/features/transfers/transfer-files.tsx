// The files of a transfer, those at work and those that failed first. As many as
// there are: only those in sight are asked for.
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { Transfer, TransferFile } from '@hubdesk/shared/datasets/transfer';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { isFailure, toFailure } from '../../api/failure.ts';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { GridList } from '../../ui/grid-list.tsx';
import { pagesOf } from '../../ui/pages-of.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { visibleText } from '../../ui/visible-text.ts';

const pageSize = 100;
const rowPx = 32;
const headingsPx = 30;
const askAgainMs = 1_000;

export function TransferFiles({ transfer }: { transfer: Transfer }) {
  const [failedOnly, setFailedOnly] = useState(false);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [active, setActive] = useState(0);
  const follow = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const isMoving = transfer.state === 'running' || transfer.state === 'planning';
  const pages = pagesOf(range.first, range.last, pageSize);
  const results = useQueries({
    queries: pages.map((page) =>
      orpc.transfers.files.queryOptions({
        input: {
          transfer: transfer.id,
          state: failedOnly ? 'failed' : null,
          from: page * pageSize,
          count: pageSize,
        },
        placeholderData: keepPreviousData,
        ...(isMoving && { refetchInterval: askAgainMs }),
      }),
    ),
  });
  const error = results.find((result) => result.error)?.error;
  const total = results.find((result) => result.data)?.data?.total ?? (failedOnly ? 0 : transfer.files.total);
  const fileAt = (index: number): TransferFile | undefined =>
    results[pages.indexOf(Math.floor(index / pageSize))]?.data?.files[index % pageSize];

  return (
    <div className="grid gap-2">
      {(transfer.files.failed > 0 || failedOnly) && (
        <Segmented
          label="Which files"
          hideLabel
          options={[
            { value: 'all', label: 'All' },
            { value: 'failed', label: 'Failed' },
          ]}
          value={failedOnly ? 'failed' : 'all'}
          onChange={(which) => {
            setFailedOnly(which === 'failed');
            setActive(0);
          }}
        />
      )}
      {error ? (
        <ErrorNotice explanation={explain(toFailure(error))} />
      ) : total === 0 ? (
        <p className="text-ink-2">{failedOnly ? 'None failed.' : 'No files are known yet.'}</p>
      ) : (
        <div
          className="overflow-hidden rounded-lg border border-line"
          style={{ height: Math.min(9, total) * rowPx + headingsPx + 2 }}
        >
          <GridList
            label={`Files of ${transfer.name}`}
            className="h-full"
            total={total}
            rowPx={rowPx}
            headingsPx={headingsPx}
            headings={<Headings />}
            minWidthPx={420}
            active={active}
            onActive={setActive}
            selected={null}
            onOpen={setActive}
            onRange={follow}
            resetKey={failedOnly}
            renderRow={(index, state) => <FileRow file={fileAt(index)} active={state.active} />}
          />
        </div>
      )}
      <p role="status" className="sr-only">
        {failedOnly && formatPlural(total, 'failed file')}
      </p>
    </div>
  );
}

const line = 'grid h-full grid-cols-[minmax(0,1fr)_6rem_12rem] items-center gap-4 px-4 text-sm';

function Headings() {
  return (
    <div className={cx(line, 'border-b border-line bg-paper text-xs font-medium text-ink-3')}>
      <span role="columnheader">File</span>
      <span role="columnheader" className="text-right">
        Size
      </span>
      <span role="columnheader">State</span>
    </div>
  );
}

function FileRow({ file, active }: { file: TransferFile | undefined; active: boolean }) {
  return (
    <div
      className={cx(
        line,
        'border-b border-line whitespace-nowrap',
        active && 'group-focus-visible/list:bg-hover group-focus-visible/list:shadow-[inset_3px_0_var(--color-accent)]',
      )}
    >
      <span role="gridcell" className="truncate text-ink">
        <bdi>{visibleText(file?.path ?? '…')}</bdi>
      </span>
      <span role="gridcell" className="text-right text-ink-2 tabular-nums">
        {file && formatBytes(file.bytes)}
      </span>
      <span
        role="gridcell"
        title={file && problemWords(file)}
        className={cx('truncate tabular-nums', file?.state === 'failed' ? 'text-loss' : 'text-ink-2')}
      >
        {file && fileStateWords(file)}
      </span>
    </div>
  );
}

const words: Record<TransferFile['state'], string> = {
  planned: 'To come',
  hashing: 'Hashing',
  hashed: 'Hashed',
  sending: 'On its way',
  sent: 'Sent, to be committed',
  committing: 'Being committed',
  done: 'Done',
  failed: 'Failed',
  spared: 'Was there already',
};

function fileStateWords(file: TransferFile): string {
  if (file.state === 'failed') return problemWords(file) ?? words.failed;
  const share = file.bytes === 0 ? 0 : file.bytesDone / file.bytes;
  const isPartial = (file.state === 'hashing' || file.state === 'sending') && share > 0;
  return isPartial ? `${words[file.state]}, ${Math.floor(share * 100)} %` : words[file.state];
}

function problemWords({ problem }: TransferFile): string | undefined {
  return problem && isFailure(problem) ? explain(problem).title : undefined;
}
