// Deployments above the Spaces: those at work, those that serve on a job, and
// those that failed and wait for a person. The others are below, folded.
import { useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { Disclosure } from '../../ui/disclosure.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { RowList } from '../../ui/row-list.tsx';
import { DeploymentCard } from './deployment-card.tsx';
import { DeploymentRow } from './deployment-row.tsx';

/** It goes on, or waits for a person. */
function isPresent({ state, config }: Deployment): boolean {
  return state === 'working' || state === 'failed' || (state === 'ready' && config.kind === 'job');
}

export function DeploymentsPart({ deployments }: { deployments: readonly Deployment[] }) {
  const present = deployments.filter(isPresent);
  if (present.length === 0) return null;
  return (
    <section aria-label="Deployments" className="grid gap-3">
      <h2 className="px-6 text-lg font-semibold text-ink rail:px-8">Deployments</h2>
      <div className="border-y border-line">
        {present.map((deployment) => (
          <DeploymentCard key={deployment.id} deployment={deployment} />
        ))}
      </div>
    </section>
  );
}

export function EarlierDeployments({ deployments }: { deployments: readonly Deployment[] }) {
  const [isOpen, setOpen] = useState(false);
  const earlier = deployments.filter((deployment) => !isPresent(deployment));
  if (earlier.length === 0) return null;
  return (
    <div className="px-6 rail:px-8">
      <Disclosure
        title={formatPlural(earlier.length, 'earlier deployment')}
        level={2}
        open={isOpen}
        onOpenChange={setOpen}
        className="overflow-hidden rounded-b-lg"
      >
        <RowList
          label="Earlier deployments"
          items={earlier}
          keyOf={({ id }) => id}
          renderRow={(deployment, tabIndex) => <DeploymentRow deployment={deployment} tabIndex={tabIndex} />}
        />
      </Disclosure>
    </div>
  );
}
