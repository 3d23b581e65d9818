// A new deployment: which model, where it runs, how it looks, what it does, and
// every file that is pushed for it. What it will be stands beside it all the time.
import { getRouteApi } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { client, orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { useKeptDraft } from '../../api/use-kept-draft.ts';
import { useEnterSandbox } from '../../api/use-sandbox.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { AccessPart } from './access-part.tsx';
import { CheckPart } from './check-part.tsx';
import { DeployBar, givenSecrets } from './deploy-bar.tsx';
import { type DeploySearch, parseDeploySearch } from './deploy-search.ts';
import { DoesPart } from './does-part.tsx';
import { FilesPart } from './files-part.tsx';
import { LookPart } from './look-part.tsx';
import { ModelPart } from './model-part.tsx';
import { useChecks } from './use-checks.ts';
import { useDeployForm } from './use-deploy-form.ts';
import { type DeployStart, namespaceOf, useDeployStart } from './use-deploy-start.ts';
import { WherePart } from './where-part.tsx';

const route = getRouteApi('/shell/spaces/new');

export function DeployPage() {
  const search = route.useSearch({ select: (raw) => parseDeploySearch({ ...raw }), structuralSharing: true });
  const { data: workspace } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.workspace }));
  // What was begun in one is nothing for the other.
  if (workspace === undefined) return <Opening />;
  return <Begin key={JSON.stringify([search, workspace])} search={search} />;
}

function Opening() {
  return (
    <Loading label="The form is opening" className="grid max-w-200 gap-4 px-6 pt-6 rail:px-8">
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
      <Skeleton className="h-40" />
      <Skeleton className="h-64" />
    </Loading>
  );
}

function Begin({ search }: { search: DeploySearch }) {
  const begun = useDeployStart(search);
  // What it begins with is decided once: later answers do not write over what a person does.
  const [start, setStart] = useState<DeployStart | null>(null);
  if (start === null && begun.state === 'ready') setStart(begun.start);
  if (start) return <Workbench start={start} />;
  return (
    <div className="grid content-start gap-6 pt-6 pb-12">
      <div className="px-6 rail:px-8">
        <PageHeader title="Deploy a model" />
      </div>
      {begun.state === 'failed' ? (
        <ErrorNotice
          className="mx-6 max-w-160 rail:mx-8"
          explanation={explain(toFailure(begun.error))}
          onRetry={begun.retry}
          retrying={begun.retrying}
        >
          <a href="#/spaces" className={buttonClasses('secondary', 'small')}>
            See the Spaces
          </a>
        </ErrorNotice>
      ) : begun.state === 'signed-out' ? (
        <SignedOut />
      ) : (
        <Opening />
      )}
    </div>
  );
}

function SignedOut() {
  const sandbox = useEnterSandbox();
  return (
    <EmptyState
      title="Connect an account to deploy"
      action={
        <>
          <a href="#/settings/providers?provider=huggingface" className={buttonClasses('primary')}>
            Connect an account
          </a>
          <Button loading={sandbox.isPending} onClick={() => sandbox.mutate(undefined)}>
            Try it in the Sandbox
          </Button>
        </>
      }
    >
      A Space or a job of your Hugging Face account answers for the model. In the Sandbox everything works the same, on
      this computer, and costs nothing.
      {sandbox.error && <ErrorNotice className="mt-4" explanation={explain(toFailure(sandbox.error))} />}
    </EmptyState>
  );
}

const keepDraft = (config: DeployConfig | null) => client.deployments.keepDraft({ config });

function Workbench({ start }: { start: DeployStart }) {
  const form = useDeployForm(start);
  const { account, choices, config, faults, secretValues, source, waitsFor } = form;
  const draft = useKeptDraft(config, choices !== start.choices, keepDraft);
  const given = Object.keys(givenSecrets(config, secretValues)).toSorted();
  const checks = useChecks(config, given, choices.again?.id ?? null, faults.length === 0 && waitsFor === null);
  const hasSubject = source === 'folder' || config.model !== null;
  const [putAside, setPutAside] = useState(start.putAside);
  const startOver = () => {
    if (account) form.restart(namespaceOf(account));
    toast('The form is empty again', { label: 'Take it back', onPress: () => form.restore(choices) });
  };
  return (
    <div className="flex h-full min-h-0 flex-col wide:flex-row">
      <div className="relative min-h-0 min-w-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-240 gap-8 px-6 pt-6 pb-14 rail:px-8">
          <div className="grid gap-4">
            <PageHeader
              title="Deploy a model"
              description={start.from ?? undefined}
              actions={
                <Button variant="quiet" icon={RotateCcw} onClick={startOver}>
                  Start over
                </Button>
              }
            />
            {putAside && (
              <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line-strong px-4 py-2.5">
                <p className="min-w-60 flex-1 text-sm text-ink-2">
                  You were working on “{putAside.namespace}/{putAside.name}”. It is kept until you change something
                  here.
                </p>
                <Button
                  size="small"
                  onClick={() => {
                    form.replace(putAside);
                    setPutAside(null);
                  }}
                >
                  Bring it back
                </Button>
                <Button size="small" variant="quiet" onClick={() => setPutAside(null)}>
                  Leave it
                </Button>
              </div>
            )}
            {draft.error && (
              <p role="alert" className="text-sm text-ink">
                What you do here could not be kept: {explain(toFailure(draft.error)).title}. Stay on the page.
              </p>
            )}
          </div>
          <ModelPart form={form} />
          <WherePart form={form} />
          <LookPart form={form} />
          <DoesPart form={form} />
          {hasSubject && <AccessPart key={config.model} form={form} />}
          {hasSubject && config.kind !== 'job' && <FilesPart form={form} />}
          <CheckPart checks={checks} faults={faults} onPatch={form.applyPatch} />
        </div>
      </div>
      <DeployBar form={form} checks={checks} onDeployed={draft.forget} />
    </div>
  );
}
