// Everything that can be done from anywhere, as values: the palette, the
// shortcuts and the navigation are views of this one table.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type NavigateOptions, useRouter } from '@tanstack/react-router';
import { orpc } from '../api/client.ts';
import { useEnterSandbox, useLeaveSandbox } from '../api/use-sandbox.ts';
import { showTheme, type Theme } from '../stores/theme.ts';

export interface Action {
  /** `noun.verb`, stable. */
  id: string;
  name: string;
  /** Further words it is found by. */
  keywords: readonly string[];
  /** Keys joined by `+`; `mod` is ⌘ on a Mac and Ctrl elsewhere. */
  shortcut?: string;
  perform: () => void;
}

export function useActions(): readonly Action[] {
  const router = useRouter();
  const queryClient = useQueryClient();
  const setPreferences = useMutation(orpc.preferences.set.mutationOptions());
  const check = useMutation(orpc.account.check.mutationOptions());
  const { data: inSandbox } = useQuery(
    orpc.app.state.queryOptions({ select: (state) => state.workspace === 'sandbox' }),
  );
  const enterSandbox = useEnterSandbox();
  const leaveSandbox = useLeaveSandbox();

  const go = (options: NavigateOptions) => () => void router.navigate(options);
  const theme = (next: Theme) => () => {
    showTheme(next);
    setPreferences.mutate({ theme: next });
  };

  return [
    {
      id: 'models.open',
      name: 'Models',
      keywords: ['pick', 'choose', 'catalogue', 'search'],
      shortcut: 'mod+1',
      perform: go({ to: '/models' }),
    },
    {
      id: 'chat.open',
      name: 'Chat',
      keywords: ['talk', 'ask', 'conversation'],
      shortcut: 'mod+2',
      perform: go({ to: '/chat' }),
    },
    {
      id: 'datasets.open',
      name: 'Datasets',
      keywords: ['data', 'files', 'rows', 'check', 'upload', 'open'],
      shortcut: 'mod+3',
      perform: go({ to: '/datasets' }),
    },
    {
      id: 'datasets.find',
      name: 'Find a dataset on the Hub',
      keywords: ['search', 'browse', 'everybody'],
      perform: go({ to: '/datasets', search: { of: 'all' } }),
    },
    {
      id: 'runs.open',
      name: 'Train',
      keywords: ['runs', 'jobs', 'history', 'fine-tune', 'budget', 'spending'],
      shortcut: 'mod+5',
      perform: go({ to: '/train' }),
    },
    {
      id: 'runs.new',
      name: 'New training run',
      keywords: ['train', 'fine-tune', 'launch', 'start', 'sft', 'lora', 'dpo', 'grpo'],
      perform: go({ to: '/train/new' }),
    },
    {
      id: 'schedules.open',
      name: 'Scheduled runs',
      keywords: ['train', 'cron', 'daily', 'repeat'],
      perform: go({ to: '/train/schedules' }),
    },
    {
      id: 'spaces.open',
      name: 'Spaces',
      keywords: ['apps', 'deployments', 'hosted', 'running', 'gpu', 'quota'],
      shortcut: 'mod+6',
      perform: go({ to: '/spaces' }),
    },
    {
      id: 'spaces.new',
      name: 'Deploy a model',
      keywords: ['space', 'serve', 'host', 'publish', 'gradio', 'endpoint', 'app', 'new'],
      perform: go({ to: '/spaces/new' }),
    },
    {
      id: 'transfers.open',
      name: 'Transfers',
      keywords: ['upload', 'download', 'progress', 'pause', 'resume'],
      shortcut: 'mod+4',
      perform: go({ to: '/transfers' }),
    },
    {
      id: 'settings.open',
      name: 'Settings',
      keywords: ['preferences', 'options'],
      shortcut: 'mod+,',
      perform: go({ to: '/settings/providers' }),
    },
    {
      id: 'account.open',
      name: 'Hugging Face account',
      keywords: ['token', 'connect', 'sign in', 'login', 'disconnect', 'replace'],
      perform: go({ to: '/settings/providers', search: { provider: 'huggingface' } }),
    },
    {
      id: 'account.check',
      name: 'Check the account again',
      keywords: ['whoami', 'token', 'permissions', 'refresh'],
      perform: () => check.mutate(undefined),
    },
    {
      id: 'security.open',
      name: 'Security',
      keywords: ['keychain', 'store', 'passphrase', 'unlock', 'secrets'],
      perform: go({ to: '/settings/security' }),
    },
    inSandbox
      ? {
          id: 'sandbox.leave',
          name: 'Leave the Sandbox',
          keywords: ['practice', 'end', 'real'],
          perform: () => leaveSandbox.mutate(undefined, { onSuccess: go({ to: '/' }) }),
        }
      : {
          id: 'sandbox.enter',
          name: 'Try the Sandbox',
          keywords: ['practice', 'free', 'demo'],
          perform: () => enterSandbox.mutate(undefined, { onSuccess: go({ to: '/models' }) }),
        },
    { id: 'welcome.open', name: 'Welcome', keywords: ['start', 'begin'], perform: go({ to: '/welcome' }) },
    { id: 'theme.light', name: 'Light theme', keywords: ['appearance', 'day'], perform: theme('light') },
    { id: 'theme.dark', name: 'Dark theme', keywords: ['appearance', 'night'], perform: theme('dark') },
    {
      id: 'theme.system',
      name: 'Theme of the system',
      keywords: ['appearance', 'automatic'],
      perform: theme('system'),
    },
    {
      id: 'app.refresh',
      name: 'Load everything again',
      keywords: ['refresh', 'reload'],
      perform: () => void queryClient.invalidateQueries(),
    },
  ];
}
