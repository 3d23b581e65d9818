import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { Setting } from '../../ui/setting.tsx';
import { usePutRuntime } from './use-put-runtime.ts';

/** The machine of a Space, open to ssh: the whole line to type, and where a key is registered. */
export function DevModeSetting({ details }: { details: SpaceDetails }) {
  const { id, runtime, forbids, ssh } = details;
  const put = usePutRuntime(id);
  const [asking, setAsking] = useState(false);
  const set = useMutation(
    orpc.spaces.setDevMode.mutationOptions({
      onSuccess: (now) => {
        put(now);
        setAsking(false);
      },
    }),
  );
  const problem = set.error && <ErrorNotice explanation={explain(toFailure(set.error))} />;
  const reason = forbids.write ?? (runtime.devMode ? null : forbids.devMode);
  return (
    <Setting
      title="Dev mode"
      text="Opens the machine to ssh and to an editor, and runs a changed app without a build. What is changed there and not committed is gone with the next restart."
      end={
        <ReasonedButton
          size="small"
          reason={reason}
          loading={set.isPending && !asking}
          onClick={() => (runtime.devMode ? setAsking(true) : set.mutate({ space: id, enabled: true }))}
        >
          {runtime.devMode ? 'Turn it off and restart' : 'Turn it on and restart'}
        </ReasonedButton>
      }
    >
      {reason !== null && <p className="text-sm text-ink-2">{reason}</p>}
      {runtime.devMode && ssh && (
        <>
          <div className="flex w-full items-center gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
            <code className="min-w-0 flex-1 font-mono text-sm [overflow-wrap:anywhere] text-ink">{ssh.line}</code>
            <CopyButton text={ssh.line} label="Copy the line" />
          </div>
          <p className="text-sm text-ink-2">
            It lets in the keys of your account: <ExternalLink href={ssh.keysUrl}>register yours</ExternalLink> first.
          </p>
        </>
      )}
      {!asking && problem}
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          set.reset();
          setAsking(open);
        }}
        title="Turn dev mode off?"
        description="The machine starts again from the files as they are committed. What was changed on it and not committed is gone."
        confirmLabel="Turn it off and restart"
        loss
        loading={set.isPending}
        onConfirm={() => set.mutate({ space: id, enabled: false })}
      >
        {problem}
      </ConfirmDialog>
    </Setting>
  );
}
