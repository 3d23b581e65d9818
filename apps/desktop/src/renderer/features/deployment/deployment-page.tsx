// A deployment: from the click to an answer, what is said on the way, and what
// can be done when it does not get there.
import { getRouteApi, Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { deploymentWords } from '../../api/deployment-words.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { SpokenNews } from '../../ui/spoken-news.tsx';
import { CallPart } from './call-part.tsx';
import { DeploymentFailure } from './deployment-failure.tsx';
import { DeploymentHeader } from './deployment-header.tsx';
import { DeploymentLog } from './deployment-log.tsx';
import { DeploymentNotices } from './deployment-notices.tsx';
import { DeploymentTimeline } from './deployment-timeline.tsx';
import { QuestionsPart } from './questions-part.tsx';
import { ReadyCard } from './ready-card.tsx';
import { useDeployment } from './use-deployment.ts';

const route = getRouteApi('/shell/spaces/deployment/$deployment');

export function DeploymentPage() {
  const { deployment } = route.useParams();
  return <DeploymentView key={deployment} id={deployment} />;
}

function DeploymentView({ id }: { id: string }) {
  const { data: deployment, error, refetch, isFetching } = useDeployment(id);
  if (error && toFailure(error).code === 'NOT_FOUND') return <GoneDeployment />;
  if (deployment) return <DeploymentDesk deployment={deployment} />;
  return (
    <div className="grid content-start gap-4 px-6 py-5 rail:px-8">
      <BackLink to="/spaces">Spaces</BackLink>
      {error ? (
        <>
          <h1 tabIndex={-1} data-page-heading className="sr-only">
            Deployment
          </h1>
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        </>
      ) : (
        <Loading label="The deployment is loading" className="grid gap-4">
          <div className="flex items-center gap-4">
            <Skeleton className="size-12 rounded-lg" />
            <Skeleton className="h-7 w-72" />
          </div>
          <Skeleton className="h-4 w-96 max-w-full" />
          <Skeleton className="mt-4 h-64 w-full" />
        </Loading>
      )}
    </div>
  );
}

function DeploymentDesk({ deployment }: { deployment: Deployment }) {
  return (
    <div className="grid content-start gap-6 pt-5 pb-12">
      <div className="grid gap-3 px-6 rail:px-8">
        <BackLink to="/spaces">Spaces</BackLink>
        <DeploymentHeader deployment={deployment} />
      </div>
      <SpokenNews news={deploymentWords(deployment)} />
      <div className="grid gap-3 px-6 empty:hidden rail:px-8">
        <DeploymentNotices deployment={deployment} />
        <DeploymentFailure deployment={deployment} />
        <ReadyCard deployment={deployment} />
      </div>
      <div className="grid gap-x-10 gap-y-8 border-t border-line px-6 pt-6 rail:px-8 wide:grid-cols-[minmax(17rem,20rem)_minmax(0,1fr)]">
        {/* In a narrow window what one can do now comes before how it got there. */}
        <div className={cx('min-w-0 wide:order-none', deployment.state === 'ready' && 'order-last')}>
          <DeploymentTimeline deployment={deployment} />
        </div>
        <div className="grid min-w-0 content-start gap-8">
          <QuestionsPart deployment={deployment} />
          <CallPart deployment={deployment} />
          <DeploymentLog deployment={deployment} />
        </div>
      </div>
    </div>
  );
}

function GoneDeployment() {
  return (
    <div className="grid gap-4 px-6 py-5 rail:px-8">
      <BackLink to="/spaces">Spaces</BackLink>
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        Deployment
      </h1>
      <EmptyState
        drawing={<SearchX className="size-8" strokeWidth={1.25} />}
        title="This deployment is not in the list"
        action={
          <Link to="/spaces" className={buttonClasses('secondary')}>
            See all Spaces
          </Link>
        }
      >
        It was taken out of it here or in another window, or belongs to another account. A Space it made stays as it is.
      </EmptyState>
    </div>
  );
}
