// Repositories and buckets mounted into a Space. All of them are set at once, so
// what was changed is saved by one button.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import type { Volume } from '@hubdesk/shared/train/run-config';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { Setting } from '../../ui/setting.tsx';
import { toast } from '../../ui/toast.tsx';
import { freshVolume, VolumeRow } from '../../ui/volume-row.tsx';
import { usePutRuntime } from './use-put-runtime.ts';

const sourceShape = /^[\w.-]+\/[\w.-]+$/;
const folderShape = /^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[\w./-]+$/;

export function VolumesSetting({ details: { id, runtime, forbids } }: { details: SpaceDetails }) {
  const [edited, setEdited] = useState<readonly Volume[] | null>(null);
  const put = usePutRuntime(id);
  const save = useMutation(
    orpc.spaces.setVolumes.mutationOptions({
      onSuccess: (next) => {
        put(next);
        setEdited(null);
        toast('Its volumes are changed. The Space starts again');
      },
    }),
  );
  const volumes = edited ?? runtime.volumes;
  const folders = volumes.map(({ mountPath }) => mountPath);
  const problem = volumes.some(({ source }) => !sourceShape.test(source))
    ? 'Each needs a source, such as me/my-bucket.'
    : volumes.some(({ mountPath }) => !folderShape.test(mountPath))
      ? 'Each needs a folder that begins with “/”.'
      : new Set(folders).size < folders.length
        ? 'Two of them would be in one folder.'
        : null;
  return (
    <Setting
      title="Volumes"
      text="Repositories and buckets that the app finds as folders. A bucket keeps what the app writes; its own disk forgets it with each restart."
      end={
        <ReasonedButton size="small" reason={forbids.write} onClick={() => setEdited([...volumes, freshVolume])}>
          Add a volume
        </ReasonedButton>
      }
    >
      {volumes.length === 0 && (
        <p className="text-sm text-ink-3">{edited ? 'None, once it is saved.' : 'It has none.'}</p>
      )}
      {edited === null && volumes.length > 0 ? (
        <ul
          aria-label="Volumes"
          className="w-full divide-y divide-line rounded-lg border border-line-strong bg-surface font-mono text-sm"
        >
          {volumes.map(({ type, source, mountPath, readOnly }) => (
            <li key={mountPath} className="flex flex-wrap items-center gap-x-3 py-2.5 pr-1.5 pl-3.5">
              <span className="font-medium text-ink">{mountPath}</span>
              <span className="text-ink-2">{source}</span>
              <span className="font-sans text-ink-3">
                {type}
                {readOnly ? ', read only' : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        volumes.length > 0 && (
          <ul className="grid w-full gap-2">
            {volumes.map((volume, at) => (
              <VolumeRow
                key={at}
                volume={volume}
                folderLabel="Folder in the Space"
                onChange={(next) => setEdited(volumes.with(at, next))}
                onRemove={() => setEdited(volumes.toSpliced(at, 1))}
              />
            ))}
          </ul>
        )
      )}
      {edited === null ? (
        volumes.length > 0 &&
        forbids.write === null && (
          <Button size="small" onClick={() => setEdited(volumes)}>
            Change or remove
          </Button>
        )
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="primary"
            disabled={problem !== null}
            loading={save.isPending}
            onClick={() => save.mutate({ space: id, volumes: [...volumes] })}
          >
            Save and restart
          </Button>
          <Button variant="quiet" onClick={() => setEdited(null)}>
            Leave them as they were
          </Button>
          {problem !== null && <p className="text-sm text-ink-2">{problem}</p>}
        </div>
      )}
      {save.error && <ErrorNotice explanation={explain(toFailure(save.error))} />}
    </Setting>
  );
}
