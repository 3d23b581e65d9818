// Takes what is dropped anywhere on the window while a page of datasets shows.
import { useNavigate } from '@tanstack/react-router';
import { FileInput } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { DropNews } from './drop-news.tsx';
import { startDrop } from './drop-store.ts';
import { rootsOf } from './walk-entries.ts';

export function DropTarget({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const over = useFilesOverWindow((transfer) =>
    startDrop(rootsOf(transfer), (draft) => void navigate({ to: '/datasets/draft/$draft', params: { draft } })),
  );
  return (
    <div className="relative flex h-full flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      <DropNews />
      {over && (
        <div aria-hidden className="pointer-events-none absolute inset-0 z-20 bg-paper/85 p-4">
          <div className="grid h-full place-items-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/60">
            <p className="flex items-center gap-3 text-xl font-semibold tracking-tight text-accent-text">
              <FileInput className="size-7" strokeWidth={1.5} />
              Let go to check it
            </p>
          </div>
        </div>
      )}
    </div>
  );
}

/** Whether files are being dragged over the window; `onDrop` has them, once. */
function useFilesOverWindow(onDrop: (transfer: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const left = () => {
      depth.current = 0;
      setOver(false);
    };
    const listen = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      // Otherwise the browser would go to the file and leave the app.
      event.preventDefault();
      if (event.type === 'dragover') event.dataTransfer.dropEffect = 'copy';
      if (event.type === 'dragenter' && (depth.current += 1) === 1) setOver(true);
      if (event.type === 'dragleave' && (depth.current -= 1) <= 0) left();
      if (event.type === 'drop') {
        left();
        drop(event.dataTransfer);
      }
    };
    const kinds = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;
    for (const kind of kinds) window.addEventListener(kind, listen);
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, listen);
    };
  }, []);
  return over;
}
