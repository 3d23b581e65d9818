// Where a dataset begins: what can be dropped, and the same by keyboard.
import { useMutation } from '@tanstack/react-query';
import { File, Folder } from 'lucide-react';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { useChooseFiles } from '../../ui/choose-files-context.ts';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SheetsDrawing } from './sheets-drawing.tsx';
import { useOpenDraft } from './use-open-draft.ts';

/** `compact` where other datasets are what one came for. */
export function StartArea({ compact }: { compact: boolean }) {
  const choose = useChooseFiles();
  const open = useOpenDraft();
  const ask = useMutation({
    mutationFn: (what: 'files' | 'folder') => choose({ what, title: `Choose the ${what} of a dataset` }),
    onSuccess: (paths) => {
      if (paths) open.mutate({ origin: { kind: 'paths', paths: [...paths] } });
    },
  });
  const begin = (what: 'files' | 'folder') => {
    open.reset();
    ask.mutate(what);
  };
  const error = ask.error ?? open.error;
  return (
    <section
      aria-label="Begin with your own files"
      className={cx(
        'grid overflow-hidden rounded-lg border-2 border-dashed border-line-strong bg-surface',
        !compact && 'grid-cols-[minmax(0,1fr)_minmax(0,18rem)] max-rail:grid-cols-1',
      )}
    >
      <div
        className={cx(
          'grid content-center justify-items-start px-7',
          compact
            ? 'grid-cols-[minmax(0,1fr)_auto] items-center gap-x-8 gap-y-4 py-5 max-rail:grid-cols-1'
            : 'gap-5 py-10',
        )}
      >
        <div className="grid gap-1">
          <h2 className={cx('font-semibold tracking-tight text-ink', compact ? 'text-lg' : 'text-xl')}>
            Drop a file or folder, or choose one
          </h2>
          <p className="max-w-[56ch] text-ink-2">
            {compact
              ? 'JSONL, JSON, CSV, Parquet or text. The originals stay as they are.'
              : 'JSONL, JSON, CSV, Parquet or text, also compressed. In seconds you know whether it will train and what would go wrong. The originals stay as they are.'}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            icon={File}
            loading={open.isPending && ask.variables === 'files'}
            onClick={() => begin('files')}
          >
            Choose files
          </Button>
          <Button icon={Folder} loading={open.isPending && ask.variables === 'folder'} onClick={() => begin('folder')}>
            Choose a folder
          </Button>
        </div>
        {error && <ErrorNotice explanation={explain(toFailure(error))} className="col-span-full w-full" />}
      </div>
      {!compact && (
        <div aria-hidden className="relative overflow-hidden border-l border-line bg-sunken max-rail:hidden">
          <SheetsDrawing />
        </div>
      )}
    </section>
  );
}
