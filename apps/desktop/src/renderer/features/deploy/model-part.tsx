// What is deployed: a model by its name, those that were trained here first, or
// a folder of one's own.
import { useMutation, useQuery } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { slugOf } from '@hubdesk/shared/spaces/space-name';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { useChooseFiles } from '../../ui/choose-files-context.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatCompact } from '../../ui/format-count.ts';
import { isModelId } from '../../ui/model-id.ts';
import { Part } from '../../ui/part.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { ModelLine } from './model-line.tsx';
import type { DeployForm } from './use-deploy-form.ts';

const mostSuggestions = 30;

export function ModelPart({ form }: { form: DeployForm }) {
  const { source, setSource } = form;
  return (
    <Part
      id="model"
      title="Model"
      about={
        source === 'model'
          ? 'Any model with weights on the Hub. The app for it is written here, and yours to change.'
          : 'An app that is written already: the folder goes to the Hub as it is.'
      }
      aside={
        <Segmented
          label="What is deployed"
          hideLabel
          options={[
            { value: 'model', label: 'A model' },
            { value: 'folder', label: 'Your own folder' },
          ]}
          value={source}
          onChange={setSource}
        />
      }
    >
      {source === 'folder' && <FolderField form={form} />}
      <ModelField key={source} form={form} />
    </Part>
  );
}

function ModelField({ form }: { form: DeployForm }) {
  const { config, source, setModel } = form;
  const [typed, setTyped] = useState<string | null>(null);
  const { data: runs } = useQuery(orpc.runs.list.queryOptions());
  const { data: mine = [] } = useQuery(orpc.models.mine.queryOptions());
  const { data: preferences } = useQuery(orpc.preferences.get.queryOptions());
  const trained = new Map(
    (runs ?? []).flatMap(({ kind, name, weights }) =>
      kind === 'train' && weights.state === 'there' ? [[weights.repo, name] as const] : [],
    ),
  );
  const isFolder = source === 'folder';
  const text = typed ?? config.model ?? '';
  const suggestions = [
    ...new Set([
      ...trained.keys(),
      ...mine.map(({ id }) => id),
      ...(preferences?.recentModels ?? []),
      ...(preferences?.favouriteModels ?? []),
    ]),
  ].slice(0, mostSuggestions);
  const commit = (next: string) => {
    const id = next.trim();
    if (id !== '' && !isModelId(id)) return;
    setTyped(null);
    if (id !== (config.model ?? '')) setModel(id === '' ? null : id);
  };
  return (
    <div className="grid content-start gap-3">
      <SuggestField
        label={isFolder ? 'Model it uses' : 'Model'}
        placeholder="maker/model"
        value={text}
        onChange={setTyped}
        onCommit={commit}
        suggestions={suggestions}
        hintOf={(id) => {
          const run = trained.get(id);
          const known = mine.find((each) => each.id === id);
          const parts = [
            run !== undefined && `weights of “${visibleText(run)}”`,
            known?.params != null && `${formatCompact(known.params)} parameters`,
            known?.license != null && visibleText(known.license),
            known && run === undefined && 'yours',
          ];
          return parts.filter(Boolean).join(' · ') || undefined;
        }}
        error={text !== '' && !isModelId(text) ? 'A model is named maker/model, such as Qwen/Qwen3-0.6B.' : undefined}
        hint={
          isFolder
            ? 'If it has one: the app finds it in the variable MODEL_ID, and its page links to it.'
            : config.model === null
              ? 'What you trained stands first; any other name will do as well.'
              : undefined
        }
      />
      {config.model !== null && <ModelLine form={form} model={config.model} />}
    </div>
  );
}

function FolderField({ form: { choices, config, set, decide } }: { form: DeployForm }) {
  const chooseFiles = useChooseFiles();
  const choose = useMutation({
    mutationFn: () => chooseFiles({ what: 'folder', title: 'Choose the folder with your app' }),
    onSuccess: (paths) => {
      const [folder] = paths ?? [];
      // What was edited was of the other folder.
      if (folder === undefined || folder === config.folder) return;
      set({ folder, files: {} });
      const called = lastOf(folder);
      if (config.model !== null || called === null) return;
      // What was only the name of the folder before it follows the next one.
      const before = lastOf(config.folder ?? '');
      const followsName = before !== null && config.name === slugOf(before);
      const followsTitle = before !== null && config.title === titleOf(before);
      if (!choices.own.name || followsName) decide('name', { name: slugOf(called) });
      if (!choices.own.title || followsTitle) decide('title', { title: titleOf(called) });
    },
  });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line-strong bg-surface px-4 py-3">
        <span className="grid min-w-48 flex-1 gap-0.5">
          <span className="text-base font-medium text-ink">
            {config.folder === null ? (
              'No folder yet'
            ) : (
              <bdi className="[overflow-wrap:anywhere]">{visibleText(config.folder)}</bdi>
            )}
          </span>
          <span className="text-sm text-ink-2">
            With an <code className="font-mono text-xs">app.py</code>, an{' '}
            <code className="font-mono text-xs">index.html</code> or a{' '}
            <code className="font-mono text-xs">Dockerfile</code>. A README.md without a head gets one.
          </span>
        </span>
        <Button icon={FolderOpen} loading={choose.isPending} onClick={() => choose.mutate()}>
          {config.folder === null ? 'Choose a folder' : 'Choose another'}
        </Button>
      </div>
      {choose.error && <ErrorNotice explanation={explain(toFailure(choose.error))} />}
    </div>
  );
}

function lastOf(path: string): string | null {
  return /[^\\/]+(?=[\\/]*$)/.exec(path)?.[0] ?? null;
}

const titleOf = (called: string) => called.slice(0, 100);
