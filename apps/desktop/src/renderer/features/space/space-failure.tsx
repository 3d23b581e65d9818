// Why a Space does not get up, and remedies that are one press away.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import type { SpaceChange, SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { client } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { FailureCard } from '../../ui/failure-card.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { toast } from '../../ui/toast.tsx';
import { PairDialog } from './pair-dialog.tsx';
import type { SpaceSearchChange } from './space-search.ts';

export function SpaceFailure({ details, onGo }: { details: SpaceDetails; onGo: (change: SpaceSearchChange) => void }) {
  const { id, failure, runtime, forbids } = details;
  const [secret, setSecret] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: async ({ change: wanted }: { remedy: string; change: SpaceChange }) => carryOut(id, wanted, runtime),
    onSuccess: () => toast('Done. The Space starts again'),
  });
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
            onChange={(wanted) => change.mutate({ remedy: remedy.id, change: wanted })}
          />
        )}
      >
        {change.error && <ErrorNotice explanation={explain(toFailure(change.error))} />}
      </FailureCard>
      {secret !== null && <PairDialog space={id} kind="secret" name={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

/** Those a person goes somewhere for, or is asked for, are not among them. */
async function carryOut(space: string, change: SpaceChange, { sleepSeconds }: SpaceDetails['runtime']): Promise<void> {
  if (change.kind === 'file') {
    const { path, text, message } = change;
    await client.spaces.saveFiles({ space, files: [{ path, text }], message, commit: null });
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
