// How the app looks. The change shows at once and is kept by the host, the same
// for every window.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
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

/** `notifications`: whether the system tells about runs. */
export function AppearancePage({ notifications }: { notifications?: ReactNode }) {
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
        {notifications !== undefined && (
          <section aria-labelledby="news" className="grid gap-2">
            <h2 id="news" className="text-sm font-medium text-ink">
              News of runs
            </h2>
            {notifications}
          </section>
        )}
        <About />
      </div>
    </div>
  );
}

/** Which Hubdesk this is and what it looks at. */
function About() {
  const { data: state } = useQuery(orpc.app.state.queryOptions());
  if (!state) return null;
  const facts = [
    ['Version', state.version],
    ['Running', state.host === 'electron' ? 'as a desktop app' : 'in the browser'],
    ['Hub', state.workspace === 'sandbox' ? `the Sandbox, ${state.hubUrl}` : state.hubUrl],
  ];
  return (
    <section aria-labelledby="about" className="grid gap-2">
      <h2 id="about" className="text-sm font-medium text-ink">
        About this Hubdesk
      </h2>
      <dl className="border-t border-line">
        {facts.map(([name, value]) => (
          <div key={name} className="grid grid-cols-[8rem_1fr] border-b border-line py-2.5">
            <dt className="text-ink-3">{name}</dt>
            <dd className="tabular-nums [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
