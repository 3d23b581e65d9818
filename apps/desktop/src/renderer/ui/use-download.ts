import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useChooseFiles } from './choose-files-context.ts';
import { toast } from './toast.tsx';

/** `null`: all of it. Undefined: nothing after all. */
export type FindPaths = () => Promise<readonly string[] | null | undefined>;

const everything: FindPaths = async () => null;

/**
 * Asks where to, then downloads in the background: what `start` is told to find, or all of the repository. `download`
 * begins that.
 */
export function useDownload(repo: string, download: (folder: string, paths: string[] | null) => Promise<unknown>) {
  const choose = useChooseFiles();
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: async ({ folder, find }: { folder: string; find: FindPaths }) => {
      const paths = await find();
      if (paths === undefined) return;
      await download(folder, paths && [...paths]);
      toast('The download goes on in the background', {
        label: 'Show',
        onPress: () => void navigate({ to: '/transfers' }),
      });
    },
  });
  const ask = useMutation({
    mutationFn: () => choose({ what: 'saveFolder', title: `Choose where ${repo} goes` }),
  });
  return {
    start(find = everything) {
      begin.reset();
      // A promise, since the page may be left while the system asks; a failure is told by `error`.
      ask.mutateAsync().then(
        (chosen) => {
          const [folder] = chosen ?? [];
          if (folder !== undefined) begin.mutate({ folder, find });
        },
        () => undefined,
      );
    },
    starting: begin.isPending,
    error: ask.error ?? begin.error,
  };
}
