import type { Remedy, Run } from '@hubdesk/shared/train/run';
import { buttonClasses } from '../../ui/button.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { FailureCard } from '../../ui/failure-card.tsx';
import { formPlace } from './form-place.ts';

/** Why a run failed, and forms that are set up to do better. */
export function RunFailure({ run: { id, failure, config } }: { run: Run }) {
  if (!failure) return null;
  return (
    <FailureCard
      sentence={failure.sentence}
      lines={failure.said?.split('\n') ?? []}
      remedies={failure.remedies}
      renderStep={(remedy, isFirst) => <Step run={id} remedy={remedy} isFirst={isFirst} canChange={config !== null} />}
    />
  );
}

interface StepProps {
  run: string;
  remedy: Remedy;
  isFirst: boolean;
  canChange: boolean;
}

function Step({ run, remedy, isFirst, canChange }: StepProps) {
  const look = buttonClasses(isFirst ? 'primary' : 'secondary', 'small');
  if (remedy.link) {
    return (
      <ExternalLink href={remedy.link.url} className={look}>
        {remedy.link.label}
      </ExternalLink>
    );
  }
  if (!remedy.change || !canChange) return null;
  return (
    <a
      href={formPlace({ from: run, remedy: remedy.id }).href}
      className={look}
      aria-label={`${remedy.label}: set up a run with this`}
    >
      Set up a run with this
    </a>
  );
}
