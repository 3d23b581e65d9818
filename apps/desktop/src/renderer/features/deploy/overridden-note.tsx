// Said where answers go into a file that somebody has taken into their own hands:
// the file wins, until it is given back.
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { goToPart } from '../../ui/part.tsx';
import type { DeployForm } from './use-deploy-form.ts';

export interface OverriddenNoteProps {
  form: DeployForm;
  /** Files that the answers here go into. */
  paths: readonly string[];
  /** The answers, in a few words. */
  what: string;
}

export function OverriddenNote({ form, paths, what }: OverriddenNoteProps) {
  const { config, generated, passedOver, dropFile } = form;
  const [asking, setAsking] = useState<string | null>(null);
  const edited = paths.filter((path) => path in config.files && generated.some((file) => file.path === path));
  if (edited.length === 0) return null;
  return (
    <div className="grid gap-2">
      {edited.map((path) => (
        <div
          key={path}
          role="status"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line-strong px-4 py-2.5"
        >
          <PencilLine aria-hidden className="size-4 text-ink-3" strokeWidth={1.75} />
          <p className="min-w-56 flex-1 text-sm text-ink-2">
            {passedOver.includes(path) ? (
              <>
                <span className="font-medium text-ink">{path} does not have what you changed in the form:</span> it was
                edited by hand, and stays as you left it.
              </>
            ) : (
              <>
                {path} was edited by hand: {what} changed here do not reach it.
              </>
            )}
          </p>
          <Button size="small" variant="quiet" onClick={() => goToPart('files')}>
            See it
          </Button>
          <Button size="small" onClick={() => setAsking(path)}>
            Use the generated one
          </Button>
        </div>
      ))}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={() => setAsking(null)}
        title={`Give up your ${asking ?? 'file'}?`}
        description="What you wrote in it is not kept. It is made from the form again, and follows it."
        confirmLabel="Use the generated one"
        loss
        onConfirm={() => {
          if (asking !== null) dropFile(asking);
          setAsking(null);
        }}
      />
    </div>
  );
}
