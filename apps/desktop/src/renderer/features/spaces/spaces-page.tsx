// The home of Spaces: what is being deployed and what serves, every Space of the
// account and its organizations, and what they cost now.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Rocket } from 'lucide-react';
import { orpc } from '../../api/client.ts';
import { useFollowDeployments } from '../../api/deployment-feed.ts';
import { useQuota } from '../../api/use-quota.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QuotaGauge } from '../../ui/quota-gauge.tsx';
import { DeploymentsPart, EarlierDeployments } from './deployments-part.tsx';
import { SpacesPart } from './spaces-part.tsx';
import { useDeployments } from './use-deployments.ts';

export function SpacesPage() {
  useFollowDeployments();
  const deployments = useDeployments();
  const { data: account } = useQuery(orpc.account.get.queryOptions());
  return (
    <div className="grid content-start gap-8 pt-6 pb-12">
      <div className="grid gap-4 px-6 rail:px-8">
        <PageHeader
          title="Spaces"
          actions={
            <Link to="/spaces/new" className={buttonClasses('primary')}>
              <Rocket aria-hidden className="size-4" strokeWidth={1.75} />
              Deploy a model
            </Link>
          }
        />
        {account && <Quota />}
      </div>
      <DeploymentsPart deployments={deployments} />
      <SpacesPart />
      <EarlierDeployments deployments={deployments} />
    </div>
  );
}

function Quota() {
  return <QuotaGauge quota={useQuota()} />;
}
