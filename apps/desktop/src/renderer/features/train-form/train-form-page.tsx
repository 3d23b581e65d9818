// A new run: what is trained, how, where, and where the weights go. One page;
// what it costs at most stands beside it all the time.
import { getRouteApi } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
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
import { CheckPart } from './check-part.tsx';
import { HowPart } from './how-part.tsx';
import { LaunchBar } from './launch-bar.tsx';
import { ResultPart } from './result-part.tsx';
import { parseTrainFormSearch } from './train-form-search.ts';
import { useConfigFile } from './use-config-file.tsx';
import { usePreflight } from './use-preflight.ts';
import { newConfig, type Start, useStart } from './use-start.ts';
import { useTrainForm } from './use-train-form.ts';
import { WhatPart } from './what-part.tsx';
import { WherePart } from './where-part.tsx';

const route = getRouteApi('/shell/train/new');

export function TrainFormPage() {
  const search = route.useSearch({ select: (raw) => parseTrainFormSearch({ ...raw }), structuralSharing: true });
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
      <Skeleton className="h-28" />
      <Skeleton className="h-64" />
    </Loading>
  );
}

function Begin({ search }: { search: ReturnType<typeof parseTrainFormSearch> }) {
  const begun = useStart(search);
  // What it begins with is decided once: later answers do not write over what a person does.
  const [start, setStart] = useState<Start | null>(null);
  if (start === null && begun.state === 'ready') setStart(begun.start);
  if (start) return <Workbench start={start} />;
  return (
    <div className="grid content-start gap-6 pt-6 pb-12">
      <div className="px-6 rail:px-8">
        <PageHeader title="New run" />
      </div>
      {begun.state === 'failed' ? (
        <ErrorNotice
          className="mx-6 max-w-160 rail:mx-8"
          explanation={explain(toFailure(begun.error))}
          onRetry={begun.retry}
          retrying={begun.retrying}
        >
          <a href="#/train" className={buttonClasses('secondary', 'small')}>
            See the runs
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
      title="Connect an account to train"
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
      Runs go to Hugging Face Jobs and are paid with its credits. In the Sandbox everything works the same and costs
      nothing.
      {sandbox.error && <ErrorNotice className="mt-4" explanation={explain(toFailure(sandbox.error))} />}
    </EmptyState>
  );
}

const keepDraft = (config: RunConfig | null) => client.recipes.keepDraft({ config });

function Workbench({ start }: { start: Start }) {
  const form = useTrainForm(start);
  const { config, faults, choices, account, resumeFrom, replace, restart, restore } = form;
  const draft = useKeptDraft(config, choices !== start.choices, keepDraft);
  const file = useConfigFile(form);
  const checks = usePreflight(config, faults.length === 0);
  const [putAside, setPutAside] = useState(start.putAside);
  const startOver = () => {
    if (account) restart(newConfig(account));
    toast('The form is empty again', { label: 'Take it back', onPress: () => restore(choices, resumeFrom) });
  };
  return (
    <div className="flex h-full min-h-0 flex-col wide:flex-row" {...file.dropProps}>
      <div className="relative min-h-0 min-w-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-240 gap-8 px-6 pt-6 pb-14 rail:px-8">
          <div className="grid gap-4">
            <PageHeader
              title={resumeFrom === null ? 'New run' : 'Go on with a run'}
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
                  You were working on “{putAside.name}”. It is kept until you change something here.
                </p>
                <Button
                  size="small"
                  onClick={() => {
                    replace(putAside);
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
                What you do here could not be kept: {explain(toFailure(draft.error)).title}. Stay on the page, or export
                it as a file.
              </p>
            )}
          </div>
          <WhatPart form={form} />
          <HowPart form={form} file={file} />
          <WherePart form={form} />
          <ResultPart form={form} />
          <CheckPart checks={checks} faults={faults} onChange={form.applyChange} />
        </div>
      </div>
      <LaunchBar form={form} checks={checks} onTrained={draft.forget} />
    </div>
  );
}
