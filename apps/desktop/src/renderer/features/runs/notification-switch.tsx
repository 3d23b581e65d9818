// Whether the system tells what becomes of runs. Asked of it only when a person
// turns this on; without its leave the news stays in the corner of the page.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { askToNotify, notifyPermission } from '../../ui/tell-news.ts';

const hints = {
  granted:
    'Your system tells you when a run starts, ends or fails, and when a deployment is ready or fails, also while you are elsewhere.',
  unasked:
    'Your system tells you when a run starts, ends or fails, and when a deployment is ready or fails. You will be asked to allow it.',
  denied:
    'Notifications of this page are blocked. Allow them in its site settings; until then the news comes in the corner of the window.',
  unable: 'There are no notifications here. The news comes in the corner of the window.',
};

export function NotificationSwitch() {
  const queryClient = useQueryClient();
  const { data: preferences } = useQuery(orpc.preferences.get.queryOptions());
  const [permission, setPermission] = useState(notifyPermission);
  const save = useMutation(
    orpc.preferences.set.mutationOptions({
      onSuccess: (saved) => queryClient.setQueryData(orpc.preferences.get.queryKey(), saved),
    }),
  );
  const wanted = preferences?.notifications === true;

  async function turn(on: boolean) {
    const answer = on ? await askToNotify() : permission;
    setPermission(answer);
    save.mutate({ notifications: on && answer === 'granted' });
  }

  return (
    <div className="grid gap-2">
      <Switch
        label="Notify me about runs and deployments"
        hint={hints[permission]}
        checked={wanted && permission === 'granted'}
        disabled={!preferences || permission === 'unable'}
        onChange={(on) => void turn(on)}
      />
      {save.error && <ErrorNotice explanation={explain(toFailure(save.error))} />}
    </div>
  );
}
