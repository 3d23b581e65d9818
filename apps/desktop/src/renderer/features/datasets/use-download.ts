import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client.ts';
import { useChooseFiles } from '../../ui/choose-files-context.ts';
import { toast } from '../../ui/toast.tsx';

/** Asks where to, then downloads in the background: `paths` of a dataset, or all of it with null. */
export function useDownload(dataset: string) {
  const choose = useChooseFiles();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (paths: readonly string[] | null) => {
      const [folder] = (await choose({ what: 'saveFolder', title: `Choose where ${dataset} goes` })) ?? [];
      if (folder === undefined) return;
      await client.transfers.download({
        repoType: 'dataset',
        repo: dataset,
        paths: paths && [...paths],
        folder,
      });
      toast('The download goes on in the background', {
        label: 'Show',
        onPress: () => void navigate({ to: '/transfers' }),
      });
    },
  });
}
