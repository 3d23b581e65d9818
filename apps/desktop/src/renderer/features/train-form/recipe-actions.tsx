// Keeping a configuration under a name, taking one up again, and passing one on
// as a file.
import { useMutation, useQuery } from '@tanstack/react-query';
import { BookOpen, FileDown, FileUp, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/charts/save-file.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { FileProblem, useFileChoice } from './file-choice.tsx';

import type { TrainForm } from './use-train-form.ts';

const longestFile = 1_000_000;

export function RecipeActions({ form }: { form: TrainForm }) {
  const { config, replace } = form;
  const [dialog, setDialog] = useState<'save' | 'load' | null>(null);
  const readText = useMutation({ mutationFn: () => import('./config-text.ts') });
  /** Taken up in one go, and taken back in one. */
  const take = (next: RunConfig, from: string) => {
    const before = config;
    replace(next);
    toast(`${from} is in the form`, { label: 'Take it back', onPress: () => replace(before) });
  };
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const file = useFileChoice({
    accept: '.json,.yaml,.yml,application/json,application/yaml',
    longestBytes: longestFile,
    onText: (text, name) => {
      setFileProblem(null);
      readText.mutate(undefined, {
        onSuccess: ({ readConfig }) => {
          const read = readConfig(text, { ...config, script: null });
          if (read.config) return take(read.config, name);
          const [first] = read.problems;
          if (!first) throw new FileProblem('It could not be read.');
          const more = read.problems.length > 1 ? ` And ${read.problems.length - 1} more.` : '';
          setFileProblem(`${name}${first.line === null ? '' : `, line ${first.line}`}: ${first.message}${more}`);
        },
      });
    },
  });
  const exportFile = async (format: 'json' | 'yaml') => {
    const { writeConfig } = await import('./config-text.ts');
    saveFile(
      `${config.name}.${format}`,
      new Blob([writeConfig(config, format, true)], { type: 'text/plain;charset=utf-8' }),
    );
  };
  const problem = file.problem ?? fileProblem;
  return (
    <div className="grid justify-items-end gap-1" {...file.dropProps}>
      {file.input}
      <div className="flex items-center gap-1">
        <Button size="small" variant="quiet" icon={BookOpen} onClick={() => setDialog('load')}>
          Recipes
        </Button>
        <Button size="small" variant="quiet" icon={Save} onClick={() => setDialog('save')}>
          Save
        </Button>
        <Menu
          label="More for this configuration"
          items={[
            { label: 'Open a file', icon: FileUp, onSelect: file.choose },
            { label: 'Export as JSON', icon: FileDown, onSelect: () => void exportFile('json') },
            { label: 'Export as YAML', icon: FileDown, onSelect: () => void exportFile('yaml') },
          ]}
        />
      </div>
      {problem !== null && (
        <p role="alert" className="max-w-120 text-sm text-loss">
          {problem}
        </p>
      )}
      <SaveDialog config={config} open={dialog === 'save'} onClose={() => setDialog(null)} />
      <LoadDialog
        open={dialog === 'load'}
        onClose={() => setDialog(null)}
        onTake={(next, name) => {
          setDialog(null);
          take(next, `“${name}”`);
        }}
      />
    </div>
  );
}

function SaveDialog({ config, open, onClose }: { config: RunConfig; open: boolean; onClose: () => void }) {
  const [name, setName] = useState<string | null>(null);
  const [replace, setReplace] = useState(false);
  const save = useMutation(orpc.recipes.save.mutationOptions());
  const failure = save.error && toFailure(save.error);
  const isTaken = failure?.code === 'ALREADY_THERE' || failure?.code === 'CONFLICT';
  const value = name ?? config.name;
  const submit = () =>
    save.mutate(
      { name: value.trim(), config, replace },
      {
        onSuccess: (recipe) => {
          toast(`“${recipe.name}” is kept`);
          setName(null);
          setReplace(false);
          onClose();
        },
      },
    );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        save.reset();
        onClose();
      }}
      title="Save as a recipe"
      description="Everything in the form, to begin with again. Values of secrets are never kept."
      footer={
        <Button variant="primary" disabled={value.trim() === ''} loading={save.isPending} onClick={submit}>
          Save
        </Button>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') submit();
        }}
      >
        <TextField
          label="Name"
          maxLength={100}
          value={value}
          onChange={(event) => {
            setName(event.target.value);
            setReplace(false);
            save.reset();
          }}
          error={isTaken && !replace ? 'There is a recipe of this name.' : undefined}
        />
        {isTaken && <Switch label="Put this in its place" checked={replace} onChange={setReplace} />}
        {failure && !isTaken && (
          <ErrorNotice explanation={explain(failure)} onRetry={submit} retrying={save.isPending} />
        )}
      </form>
    </Dialog>
  );
}

function LoadDialog({
  open,
  onClose,
  onTake,
}: {
  open: boolean;
  onClose: () => void;
  onTake: (config: RunConfig, name: string) => void;
}) {
  const { data, error, refetch, isFetching } = useQuery(orpc.recipes.list.queryOptions({ enabled: open }));
  const remove = useMutation(orpc.recipes.remove.mutationOptions());
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title="Recipes" className="max-w-136">
      {error ? (
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
      ) : !data ? (
        <Loading label="The recipes are loading" className="grid gap-2">
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </Loading>
      ) : data.length === 0 ? (
        <EmptyState title="No recipe yet">
          Save a form that you want to begin with again. Recipes can be passed on as files.
        </EmptyState>
      ) : (
        <ul className="-mx-2 grid max-h-96 overflow-y-auto">
          {data.map(({ name, savedAt, config }) => (
            <li key={name} className="flex items-center gap-2 rounded-md pr-1 hover:bg-hover">
              <button
                type="button"
                onClick={() => onTake(config, name)}
                className="grid min-w-0 flex-1 gap-0.5 rounded-md px-2 py-2 text-left"
              >
                <span className="truncate text-base font-medium text-ink">{name}</span>
                <span className="truncate text-sm text-ink-3">
                  {[config.model, config.dataset?.id, config.method.toUpperCase()].filter(Boolean).join(' · ')} ·{' '}
                  <Time iso={savedAt} />
                </span>
              </button>
              <IconButton
                icon={Trash2}
                size="small"
                label={`Throw “${name}” away`}
                onClick={() => remove.mutate({ name })}
              />
            </li>
          ))}
        </ul>
      )}
      {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
    </Dialog>
  );
}
