// What can be done with a Space from the list, behind one button. Anything that
// loses something is on its page.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AppWindow, CopyPlus, ExternalLink, Globe, Pause, RotateCcw, Settings2 } from 'lucide-react';
import { useState } from 'react';
import type { SpaceRow } from '@hubdesk/shared/spaces/space';
import { stageWords, takesVisitors } from '@hubdesk/shared/spaces/stages';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { spacePlace } from '../../api/space-place.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatHourly } from '../../ui/format-hourly.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';

export function SpaceActions({ space, tabIndex }: { space: SpaceRow; tabIndex: 0 | -1 }) {
  const { id, title, runtime, url, sdk, visibility, usdPerHour } = space;
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'pause' | 'restart' | null>(null);
  const close = () => {
    setAsked(null);
    pause.reset();
    restart.reset();
  };
  const name = title ?? id;
  const { up, moving } = stageWords(runtime.stage);
  const pause = useMutation(
    orpc.spaces.pause.mutationOptions({
      onSuccess: () => {
        close();
        toast(`${name} is paused`);
      },
    }),
  );
  const restart = useMutation(
    orpc.spaces.restart.mutationOptions({
      onSuccess: () => {
        close();
        toast(`${name} starts again`);
      },
    }),
  );
  const open = (address: string) => window.open(address, '_blank', 'noreferrer');
  // A private app lets nobody in by its own address; its page on the Hub does.
  const appUrl = visibility === 'private' || !takesVisitors(runtime.stage) ? null : runtime.appUrl;
  const runs = sdk !== 'static';
  const items: (MenuItem | false)[] = [
    { label: 'Look after it', icon: AppWindow, onSelect: () => void navigate(spacePlace(id)) },
    appUrl !== null && { label: 'Open the app', icon: ExternalLink, onSelect: () => open(appUrl) },
    { label: 'Open on the Hub', icon: Globe, onSelect: () => open(url) },
    runs && (up || moving) && { label: 'Pause', icon: Pause, onSelect: () => setAsked('pause') },
    runs && { label: up || moving ? 'Restart' : 'Start', icon: RotateCcw, onSelect: () => setAsked('restart') },
    {
      label: 'Duplicate',
      icon: CopyPlus,
      onSelect: () => void navigate({ ...spacePlace(id), search: { ask: 'duplicate' } }),
    },
    {
      label: 'Settings',
      icon: Settings2,
      onSelect: () => void navigate({ ...spacePlace(id), search: { tab: 'settings' } }),
    },
  ];
  return (
    <>
      <Menu label={`More for ${name}`} items={items.filter((item) => item !== false)} tabIndex={tabIndex} />
      <ConfirmDialog
        open={asked === 'pause'}
        onOpenChange={close}
        title={`Pause ${name}?`}
        description="It stops at once, costs nothing and answers nobody until somebody restarts it. Some plans do not let a Space of theirs start again; its page says so."
        confirmLabel="Pause it"
        loading={pause.isPending}
        onConfirm={() => pause.mutate({ space: id })}
      >
        {pause.error && <ErrorNotice explanation={explain(toFailure(pause.error))} />}
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'restart'}
        onOpenChange={close}
        title={up || moving ? `Restart ${name}?` : `Start ${name}?`}
        description={
          up || moving
            ? 'Who uses it now is cut off until it is up again, usually within a minute or two.'
            : usdPerHour === 0
              ? 'It starts on the hardware it had, which costs nothing.'
              : usdPerHour === null
                ? 'It starts on the hardware it had, for which the Hub names no price.'
                : `It costs ${formatHourly(usdPerHour)} from when it is up, until it is paused or sleeps.`
        }
        confirmLabel={up || moving ? 'Restart it' : 'Start it'}
        loading={restart.isPending}
        onConfirm={() => restart.mutate({ space: id })}
      >
        {restart.error && <ErrorNotice explanation={explain(toFailure(restart.error))} />}
      </ConfirmDialog>
    </>
  );
}
