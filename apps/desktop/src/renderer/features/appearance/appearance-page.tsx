// How the app looks. The change shows at once and is kept by the host, the same
// for every window.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { showTheme, type Theme, useTheme } from '../../stores/theme.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Segmented } from '../../ui/segmented.tsx';

const themes = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

export function AppearancePage() {
  const { theme } = useTheme();
  const queryClient = useQueryClient();
  const save = useMutation(
    orpc.preferences.set.mutationOptions({
      onSuccess: (preferences) => queryClient.setQueryData(orpc.preferences.get.queryKey(), preferences),
    }),
  );

  function choose(next: Theme) {
    showTheme(next);
    save.mutate({ theme: next });
  }

  return (
    <div className="px-6 py-8 rail:px-10">
      <div className="grid max-w-160 gap-8">
        <PageHeader title="General" />
        <Segmented<Theme> label="Theme" options={themes} value={theme} onChange={choose} />
        {save.isError && <ErrorNotice explanation={explain(toFailure(save.error))} onRetry={() => choose(theme)} />}
      </div>
    </div>
  );
}
