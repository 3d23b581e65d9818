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
import type { ConfigFile } from './use-config-file.tsx';

import type { TrainForm } from './use-train-form.ts';

export function RecipeActions({ form: { config }, file }: { form: TrainForm; file: ConfigFile }) {
  const [dialog, setDialog] = useState<'save' | 'load' | null>(null);
  return (
    <div className="grid justify-items-end gap-1">
      {file.input}
      <div className="flex items-center gap-1">
        <Button size="small" variant="quiet" icon={BookOpen} onClick={() => setDialog('load')}>
          Recipes
        </Button>
        <Button size="small" variant="quiet" icon={Save} onClick={() => setDialog('save')}>
          Save as recipe
        </Button>
        <Menu
          label="More for this configuration"
          items={[
            { label: 'Open a file', icon: FileUp, onSelect: file.choose },
            { label: 'Export as JSON', icon: FileDown, onSelect: () => void file.exportAs('json') },
            { label: 'Export as YAML', icon: FileDown, onSelect: () => void file.exportAs('yaml') },
          ]}
        />
      </div>
      {file.problem !== null && (
        <p role="alert" className="max-w-120 text-sm text-loss">
          {file.problem}
        </p>
      )}
      <SaveDialog config={config} open={dialog === 'save'} onClose={() => setDialog(null)} />
      <LoadDialog
        open={dialog === 'load'}
        onClose={() => setDialog(null)}
        onTake={(next, name) => {
          setDialog(null);
          file.takeUp(next, `“${name}”`);
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
  const bringBack = useMutation(orpc.recipes.save.mutationOptions());
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
                onClick={() =>
                  remove.mutate(
                    { name },
                    {
                      onSuccess: () =>
                        toast(`“${name}” is thrown away`, {
                          label: 'Take it back',
                          onPress: () => bringBack.mutate({ name, config }),
                        }),
                    },
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
      {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
    </Dialog>
  );
}
