import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client.ts';
import { useChooseFiles } from '../../ui/choose-files-context.ts';
import { toast } from '../../ui/toast.tsx';

/** `null`: all of it. Undefined: nothing after all. */
export type FindPaths = () => Promise<readonly string[] | null | undefined>;

const everything: FindPaths = async () => null;

/** Asks where to, then downloads in the background: what `start` is told to find, or all of the dataset. */
export function useDownload(dataset: string) {
  const choose = useChooseFiles();
  const navigate = useNavigate();
  const download = useMutation({
    mutationFn: async ({ folder, find }: { folder: string; find: FindPaths }) => {
      const paths = await find();
      if (paths === undefined) return;
      await client.transfers.download({ repoType: 'dataset', repo: dataset, paths: paths && [...paths], folder });
      toast('The download goes on in the background', {
        label: 'Show',
        onPress: () => void navigate({ to: '/transfers' }),
      });
    },
  });
  const ask = useMutation({
    mutationFn: () => choose({ what: 'saveFolder', title: `Choose where ${dataset} goes` }),
  });
  return {
    start(find = everything) {
      download.reset();
      // A promise, since the page may be left while the system asks; a failure is told by `error`.
      ask.mutateAsync().then(
        (chosen) => {
          const [folder] = chosen ?? [];
          if (folder !== undefined) download.mutate({ folder, find });
        },
        () => undefined,
      );
    },
    starting: download.isPending,
    error: ask.error ?? download.error,
  };
}
