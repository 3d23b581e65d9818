// Where the dataset goes: onto the Hub, under a name and with a card, or into a
// folder of this computer.
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowUpFromLine } from 'lucide-react';
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { uploadWarnings } from '@hubdesk/shared/datasets/upload-warnings';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { CardPreview } from './card-preview.tsx';
import { RepoField } from './repo-field.tsx';
import { StillInIt } from './still-in-it.tsx';
import { keepUpload, type UploadForm, useUnsent } from './unsent.ts';
import { UploadPlan } from './upload-plan.tsx';
import { nameFrom, uploadLabel, wordsOf } from './upload-words.ts';
import type { Desk } from './use-desk.ts';
import { WriteFolder } from './write-folder.tsx';

export function UploadPart({ desk }: { desk: Desk }) {
  const namespaces = useQuery(orpc.datasets.namespaces.queryOptions());
  return (
    <div className="grid gap-8 px-6 py-6 rail:px-8">
      <section aria-labelledby="upload-hub" className="grid gap-4">
        <h2 id="upload-hub" className="text-lg font-semibold text-ink">
          Upload to the Hub
        </h2>
        {namespaces.error ? (
          <ErrorNotice
            explanation={explain(toFailure(namespaces.error))}
            onRetry={() => void namespaces.refetch()}
            retrying={namespaces.isFetching}
          />
        ) : namespaces.data ? (
          <HubForm desk={desk} namespaces={namespaces.data} />
        ) : (
          <Loading label="Where you may write is looked up" className="grid gap-3">
            <Skeleton className="h-9" />
            <Skeleton className="h-9" />
            <Skeleton className="h-24" />
          </Loading>
        )}
      </section>
      <WriteFolder draft={desk.draft} />
    </div>
  );
}

export interface Namespace {
  name: string;
  kind: 'user' | 'organization';
  mayWrite: boolean;
  reason: string | null;
}

function HubForm({ desk, namespaces }: { desk: Desk; namespaces: readonly Namespace[] }) {
  const { draft } = desk;
  const navigate = useNavigate();
  const kept = useUnsent(draft.id).upload;
  const form: UploadForm = kept ?? {
    namespace: '',
    name: nameFrom(draft.name),
    isPrivate: true,
    license: '',
    title: '',
    description: '',
    languages: '',
    tags: '',
    withCard: true,
  };
  const change = (part: Partial<UploadForm>) => keepUpload(draft.id, { ...form, ...part });
  const namespace = form.namespace || (namespaces.find(({ mayWrite }) => mayWrite)?.name ?? '');
  const named = useSettled(form.name, 350);
  const isNamed = named === form.name;
  const check = useQuery(
    orpc.datasets.checkName.queryOptions({
      input: { namespace: namespace || '-', name: named },
      enabled: namespace !== '' && named !== '',
      // Somebody else may take it meanwhile.
      staleTime: 30_000,
    }),
  );
  const state = isNamed ? check.data?.state : undefined;
  const isUsable = state === 'free' || state === 'mine';
  const repo = namespace !== '' && form.name !== '' ? `${namespace}/${form.name}` : null;
  const { data: licenses } = useQuery(orpc.datasets.licenses.queryOptions());

  const answers: CardAnswers = {
    title: form.title.trim() || form.name,
    description: form.description.trim(),
    license: form.license,
    languages: wordsOf(form.languages),
    tags: wordsOf(form.tags),
  };
  // Without a licence there is no card yet, and what it weighs is next to nothing.
  const card = form.withCard && form.license !== '' ? answers : null;
  const target = {
    repo: repo ?? '-/-',
    create: state === 'free' ? { private: form.isPrivate } : null,
    folder: '',
    message: '',
  };
  const planned = useSettled(JSON.stringify({ card, target }), 400);
  const asked: { card: typeof card; target: typeof target } = JSON.parse(planned);
  const plan = useQuery(
    orpc.transfers.plan.queryOptions({
      input: { source: { kind: 'draft', draft: draft.id, card: asked.card }, target: asked.target },
      enabled: repo !== null && isUsable && asked.target.repo === repo,
      placeholderData: keepPreviousData,
      staleTime: 0,
      gcTime: 10_000,
    }),
  );
  const upload = useMutation(orpc.transfers.upload.mutationOptions());
  const stops = plan.data?.warnings.some(({ kind }) => uploadWarnings[kind] === 'stops') ?? false;
  const wantsLicense = form.withCard && form.license === '';
  const isReady = repo !== null && isUsable && plan.data !== undefined && !stops && !wantsLicense;

  function start() {
    if (!isReady) return;
    upload.mutate(
      { source: { kind: 'draft', draft: draft.id, card }, target },
      {
        onSuccess: ({ repo: to }) => {
          toast(`The upload to ${to} has begun`);
          void navigate({ to: '/transfers' });
        },
      },
    );
  }
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <RepoField
        namespaces={namespaces}
        namespace={namespace}
        name={form.name}
        checking={!isNamed || check.isFetching}
        answer={isNamed ? (check.data ?? null) : null}
        failure={check.error}
        onNamespace={(next) => change({ namespace: next })}
        onName={(name) => change({ name })}
      />
      {state !== 'mine' && (
        <Switch
          label="Private"
          hint={
            form.isPrivate
              ? 'Only you, and your organization if it is in one, can see it.'
              : 'Everybody can see and download it.'
          }
          checked={form.isPrivate}
          onChange={(isPrivate) => change({ isPrivate })}
        />
      )}
      <Switch
        label="With a card"
        hint="A README.md that says what it is and lets the viewer and the loader find the splits."
        checked={form.withCard}
        onChange={(withCard) => change({ withCard })}
      />
      {form.withCard && (
        <div className="grid gap-4 border-l-2 border-line pl-4">
          <Combobox
            label="Licence"
            placeholder="Choose one"
            noneWords="No licence has these words. Choose “other” and name it in the description."
            hint={
              form.license === ''
                ? 'Yours to choose: it says what others may do with it, and nothing is assumed.'
                : undefined
            }
            options={(licenses ?? []).map(({ id, name }) => ({ value: id, label: name, hint: id }))}
            value={form.license || null}
            onChange={(license) => change({ license: license ?? '' })}
          />
          <TextField
            label="Title"
            placeholder={form.name}
            maxLength={200}
            value={form.title}
            onChange={(event) => change({ title: event.target.value })}
          />
          <TextArea
            label="What it is"
            className="max-h-60"
            placeholder="Where the rows come from, how they were made, what they are good for."
            maxLength={20_000}
            value={form.description}
            onChange={(event) => change({ description: event.target.value })}
          />
          <div className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-3">
            <TextField
              label="Languages"
              placeholder="en, fr"
              hint="Codes, with commas between"
              value={form.languages}
              onChange={(event) => change({ languages: event.target.value })}
            />
            <TextField
              label="Tags"
              placeholder="cooking, dialogue"
              hint="With commas between"
              value={form.tags}
              onChange={(event) => change({ tags: event.target.value })}
            />
          </div>
          {card && repo && isUsable && <CardPreview draft={draft.id} repo={repo} answers={card} />}
        </div>
      )}
      {repo && isUsable && <UploadPlan plan={plan} create={state === 'free'} />}
      <StillInIt desk={desk} />
      {upload.error && (
        <ErrorNotice explanation={explain(toFailure(upload.error))} onRetry={start} retrying={upload.isPending} />
      )}
      <div className="grid gap-2">
        <Button
          type="submit"
          variant="primary"
          size="large"
          icon={ArrowUpFromLine}
          disabled={!isReady}
          loading={upload.isPending}
          loadingLabel="Starting the upload"
          className="min-h-11 w-full whitespace-normal!"
        >
          {uploadLabel(plan.data, isUsable ? repo : null)}
        </Button>
        <p className="text-sm text-ink-3">
          {wantsLicense && isUsable
            ? 'Choose a licence to go on.'
            : 'It goes on in the background, and after a break where it stopped.'}
        </p>
      </div>
    </form>
  );
}
