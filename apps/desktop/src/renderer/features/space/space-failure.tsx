// Why a Space does not get up, and remedies that are one press away.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import type { SpaceChange, SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { client, orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { FailureCard } from '../../ui/failure-card.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { toast } from '../../ui/toast.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { PairDialog } from './pair-dialog.tsx';
import type { SpaceSearchChange } from './space-search.ts';

export function SpaceFailure({ details, onGo }: { details: SpaceDetails; onGo: (change: SpaceSearchChange) => void }) {
  const { id, failure, forbids } = details;
  const queryClient = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const [moving, setMoving] = useState<Doing | null>(null);
  const change = useMutation({
    mutationFn: ({ change: wanted }: Doing) => carryOut(details, wanted),
    onSuccess: () => {
      setMoving(null);
      toast('Done. The Space starts again');
    },
    // What the remedy was made from is not what is there now.
    onError: (failed) => {
      if (toFailure(failed).code !== 'CONFLICT') return;
      void queryClient.invalidateQueries({ queryKey: orpc.spaces.get.queryKey({ input: { space: id } }) });
    },
  });
  const problem = change.error && <ErrorNotice explanation={explain(toFailure(change.error))} />;
  if (!failure) return null;
  return (
    <>
      <FailureCard
        sentence={failure.sentence}
        lines={failure.lines}
        remedies={failure.remedies}
        more={
          failure.log !== null && (
            <button
              type="button"
              onClick={() => onGo({ tab: 'logs', ...(failure.log !== null && { log: failure.log }) })}
              className="rounded-sm text-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
            >
              The whole log
            </button>
          )
        }
        renderStep={(remedy, isFirst) => (
          <Step
            remedy={remedy}
            isFirst={isFirst}
            reason={forbids.write}
            busy={change.isPending ? change.variables.remedy : null}
            onGo={onGo}
            onSecret={setSecret}
            onChange={(wanted) => {
              const doing = { remedy: remedy.id, change: wanted };
              if (wanted.kind === 'hardware') setMoving(doing);
              else change.mutate(doing);
            }}
          />
        )}
      >
        {moving === null && problem}
      </FailureCard>
      {moving?.change.kind === 'hardware' && (
        <MoveDialog
          details={details}
          flavor={moving.change.flavor}
          open
          onClose={() => {
            change.reset();
            setMoving(null);
          }}
          loading={change.isPending}
          onMove={() => change.mutate(moving)}
        >
          {problem}
        </MoveDialog>
      )}
      {secret !== null && <PairDialog space={id} kind="secret" name={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

interface Doing {
  /** Its id. */
  remedy: string;
  change: SpaceChange;
}

/** Those a person goes somewhere for, or is asked for, are not among them. */
async function carryOut({ id: space, sha, runtime: { sleepSeconds } }: SpaceDetails, change: SpaceChange) {
  if (change.kind === 'file') {
    const { path, text, message } = change;
    await client.spaces.saveFiles({ space, files: [{ path, text }], message, commit: sha });
  } else if (change.kind === 'hardware') {
    await client.spaces.setHardware({ space, flavor: change.flavor, sleepSeconds });
  } else if (change.kind === 'variable') {
    await client.spaces.setPair({ space, kind: 'variable', key: change.key, value: change.value });
  } else if (change.kind === 'restart') {
    await client.spaces.restart({ space, factory: change.factory });
  }
}

interface StepProps {
  remedy: SpaceRemedy;
  isFirst: boolean;
  /** Why nothing may be changed. */
  reason: string | null;
  busy: string | null;
  onGo: (change: SpaceSearchChange) => void;
  onSecret: (key: string) => void;
  onChange: (change: SpaceChange) => void;
}

function Step({ remedy, isFirst, reason, busy, onGo, onSecret, onChange }: StepProps) {
  const { id, label, change, link } = remedy;
  const variant = isFirst ? 'primary' : 'secondary';
  if (link) {
    return (
      <ExternalLink href={link.url} className={buttonClasses(variant, 'small')}>
        {link.label}
      </ExternalLink>
    );
  }
  if (change === null || change.kind === 'config') return null;
  if (change.kind === 'edit') {
    return (
      <Button size="small" variant={variant} onClick={() => onGo({ tab: 'files', path: change.path, at: undefined })}>
        Open {change.path}
      </Button>
    );
  }
  const words = {
    file: 'Change the file',
    hardware: 'Move it',
    variable: 'Set it',
    restart: 'Restart it',
    secret: 'Give the value',
  }[change.kind];
  return (
    <ReasonedButton
      size="small"
      variant={variant}
      reason={reason}
      aria-label={`${label}: ${words}`}
      loading={busy === id}
      disabled={busy !== null && busy !== id}
      onClick={() => (change.kind === 'secret' ? onSecret(change.key) : onChange(change))}
    >
      {words}
    </ReasonedButton>
  );
}
