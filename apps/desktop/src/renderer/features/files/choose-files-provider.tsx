// Asks for files or folders: with the system's own dialog where the host has
// one, otherwise with ours. One question at a time; a second waits for nobody
// and answers null to the first.
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react';
import { client, orpc } from '../../api/client.ts';
import { type ChooseFiles, ChooseFilesContext, type ChooseFilesRequest } from '../../ui/choose-files-context.ts';

const FolderDialog = lazy(() => import('./folder-dialog.tsx').then((module) => ({ default: module.FolderDialog })));

type Answer = (paths: readonly string[] | null) => void;

export function ChooseFilesProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<ChooseFilesRequest | null>(null);
  const [lastFolder, setLastFolder] = useState<string | null>(null);
  const answer = useRef<Answer>(null);

  const choose: ChooseFiles = useCallback(
    async (request) => {
      const { capabilities } = await queryClient.ensureQueryData(orpc.app.state.queryOptions());
      if (capabilities.includes('nativeDialogs')) return (await client.files.choose(request))?.paths ?? null;
      answer.current?.(null);
      setAsked(request);
      return new Promise<readonly string[] | null>((resolve) => (answer.current = resolve));
    },
    [queryClient],
  );

  function settle(paths: readonly string[] | null) {
    answer.current?.(paths);
    answer.current = null;
    setAsked(null);
  }

  return (
    <ChooseFilesContext value={choose}>
      {children}
      <Suspense fallback={null}>
        {asked && (
          <FolderDialog
            request={asked}
            startIn={lastFolder}
            onFolder={setLastFolder}
            onChoose={settle}
            onClose={() => settle(null)}
          />
        )}
      </Suspense>
    </ChooseFilesContext>
  );
}
