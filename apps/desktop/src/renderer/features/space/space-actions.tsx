// What can be done with a Space in the stage it is in. What is forbidden says why
// before the click, what costs money or takes it down asks first.
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowUpRight, CopyPlus, Hammer, Pause, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords, takesVisitors } from '@hubdesk/shared/spaces/stages';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { spacePlace } from '../../api/space-place.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatHourly } from '../../ui/format-hourly.ts';
import { Menu } from '../../ui/menu.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { toast } from '../../ui/toast.tsx';
import { DeleteSpace } from './delete-space.tsx';
import { DuplicateDialog } from './duplicate-dialog.tsx';
import { parseSpaceSearch } from './space-search.ts';
import { startCosts, startWords } from './space-words.ts';
import { StartDialog } from './start-dialog.tsx';
import { usePutRuntime } from './use-put-runtime.ts';

const route = getRouteApi('/shell/spaces/hub/$namespace/$name');

type Question = 'pause' | 'start' | 'factory' | 'duplicate' | 'delete';

export function SpaceActions({ details }: { details: SpaceDetails }) {
  const { id, sdk, runtime, forbids, usdPerHour, url, visibility } = details;
  const asked = route.useSearch({ select: (raw) => parseSpaceSearch({ ...raw }).ask });
  const [question, setQuestion] = useState<Question | null>(asked ?? null);
  const navigate = useNavigate();
  const put = usePutRuntime(id);
  const words = stageWords(runtime.stage);
  const close = () => {
    setQuestion(null);
    pause.reset();
    restart.reset();
    // Going back to this page does not ask again.
    if (asked) void navigate({ ...spacePlace(id), search: {}, replace: true });
  };
  const pause = useMutation(
    orpc.spaces.pause.mutationOptions({
      onSuccess: (now) => {
        put(now);
        close();
      },
    }),
  );
  const restart = useMutation(
    orpc.spaces.restart.mutationOptions({
      onSuccess: (now, { factory }) => {
        put(now);
        close();
        toast(factory ? 'It is built from scratch' : 'It starts again');
      },
    }),
  );
  const isStatic = sdk === 'static';
  const costs = usdPerHour !== null && usdPerHour > 0;
  const restartReason = forbids.write ?? forbids.restart;
  const restartLabel = words.tone === 'idle' ? startWords(runtime.stage).label : 'Restart';
  const canPause = !isStatic && runtime.stage !== 'PAUSED' && runtime.stage !== 'DELETING';
  // A private app lets nobody in by its own address; its page does.
  const isOpen = takesVisitors(runtime.stage);
  const appUrl = visibility === 'private' || !isOpen ? url : (runtime.appUrl ?? url);
  const openWords = isOpen ? 'Open the app' : 'Open on the Hub';
  const failed = question === 'pause' ? pause.error : restart.error;
  const problem = failed && <ErrorNotice explanation={explain(toFailure(failed))} />;
  return (
    <div className="grid justify-items-end gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <a
          href={appUrl}
          target="_blank"
          rel="noreferrer"
          className={buttonClasses(words.up ? 'primary' : 'secondary')}
          aria-label={`${openWords} (opens in the browser)`}
        >
          {openWords}
          <ArrowUpRight aria-hidden className="size-4" strokeWidth={1.75} />
        </a>
        {!isStatic && (
          <ReasonedButton
            icon={RotateCcw}
            reason={restartReason}
            loading={restart.isPending && question === null}
            onClick={() => {
              if (startCosts(details)) setQuestion('start');
              else restart.mutate({ space: id });
            }}
          >
            {restartLabel}
          </ReasonedButton>
        )}
        {canPause && (
          <ReasonedButton icon={Pause} reason={forbids.write} onClick={() => setQuestion('pause')}>
            Pause
          </ReasonedButton>
        )}
        <Menu
          label={`More for ${id}`}
          items={[
            ...(isStatic
              ? []
              : [
                  {
                    label: 'Build from scratch',
                    icon: Hammer,
                    reason: restartReason,
                    onSelect: () => setQuestion('factory'),
                  },
                ]),
            { label: 'Duplicate', icon: CopyPlus, onSelect: () => setQuestion('duplicate') },
            {
              label: 'Rename',
              icon: Pencil,
              reason: forbids.write,
              onSelect: () => void navigate({ ...spacePlace(id), search: { tab: 'settings' } }),
            },
            { label: 'Delete', icon: Trash2, loss: true, reason: forbids.write, onSelect: () => setQuestion('delete') },
          ]}
        />
      </div>
      {question === null && problem}
      <ConfirmDialog
        open={question === 'pause'}
        onOpenChange={(open) => !open && close()}
        title={`Pause ${id}?`}
        description={
          costs
            ? `It answers nobody and costs nothing until it is started again. It costs ${formatHourly(usdPerHour)} while it is up.`
            : 'It answers nobody until it is started again. Its files and settings stay.'
        }
        confirmLabel="Pause"
        loading={pause.isPending}
        onConfirm={() => pause.mutate({ space: id })}
      >
        {problem}
      </ConfirmDialog>
      {question === 'start' && <StartDialog details={details} onClose={close} />}
      <ConfirmDialog
        open={question === 'factory'}
        onOpenChange={(open) => !open && close()}
        title={`Build ${id} from scratch?`}
        description="Nothing of the last build is used again. That takes some minutes, and the app answers nobody meanwhile. Its files and settings stay; what it wrote to its own disk is gone."
        confirmLabel="Build from scratch"
        loading={restart.isPending}
        onConfirm={() => restart.mutate({ space: id, factory: true })}
      >
        {problem}
      </ConfirmDialog>
      {question === 'duplicate' && <DuplicateDialog details={details} onClose={close} />}
      <DeleteSpace space={id} open={question === 'delete'} onClose={close} />
    </div>
  );
}
