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
  const begin = useMutation({
    mutationFn: async (what: 'files' | 'folder') => {
      const title = `Choose the ${what} of a dataset`;
      const paths = await choose({ what, title });
      if (paths) await open.mutateAsync({ origin: { kind: 'paths', paths: [...paths] } });
    },
  });
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
            loading={begin.isPending && begin.variables === 'files'}
            onClick={() => begin.mutate('files')}
          >
            Choose files
          </Button>
          <Button
            icon={Folder}
            loading={begin.isPending && begin.variables === 'folder'}
            onClick={() => begin.mutate('folder')}
          >
            Choose a folder
          </Button>
        </div>
        {begin.error && <ErrorNotice explanation={explain(toFailure(begin.error))} className="col-span-full w-full" />}
      </div>
      {!compact && (
        <div aria-hidden className="relative overflow-hidden border-l border-line bg-sunken max-rail:hidden">
          <SheetsDrawing />
        </div>
      )}
    </section>
  );
}
