// The script that will run. Generated from the form, and followed by it, until
// somebody takes it into their own hands.
import { FileUp, Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import { trainingScript } from '@hubdesk/shared/train/training-script';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CodeField } from '../../ui/code-field.tsx';
import { useFileChoice } from '../../ui/file-choice.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { TextDiff } from '../../ui/text-diff.tsx';
import type { TrainForm } from './use-train-form.ts';

/** As the contract has it. */
const longestScript = 400_000;

export function ScriptPanel({ form: { config, set } }: { form: TrainForm }) {
  const own = config.script;
  const generated = trainingScript({ ...config, script: null }, { kind: 'train' });
  const [view, setView] = useState<'script' | 'diff'>('script');
  const [asking, setAsking] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const file = useFileChoice({
    accept: '.py,text/x-python',
    longestBytes: longestScript,
    onText: (script) => set({ script }),
  });
  return (
    <div className="grid gap-3">
      {file.input}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {own === null ? (
          <p className="max-w-[60ch] text-sm text-ink-2">
            Made from the form, and changed with it. It needs nothing but{' '}
            <code className="font-mono text-xs">uv run</code>, here or anywhere.
          </p>
        ) : (
          <Segmented
            label="Your own script"
            hideLabel
            options={[
              { value: 'script', label: 'Your script' },
              { value: 'diff', label: 'What differs' },
            ]}
            value={view}
            onChange={setView}
          />
        )}
        <span className="flex flex-wrap items-center gap-1">
          <CopyButton text={own ?? generated} label="Copy the script" />
          <Button size="small" variant="quiet" icon={FileUp} onClick={file.choose}>
            Use a file
          </Button>
          {own === null ? (
            <Button ref={edit} size="small" icon={Pencil} onClick={() => set({ script: generated })}>
              Edit
            </Button>
          ) : (
            <Button size="small" onClick={() => setAsking(true)}>
              Back to the generated script
            </Button>
          )}
        </span>
      </div>
      {file.problem && (
        <p role="alert" className="text-sm text-loss">
          {file.problem}
        </p>
      )}
      {own === null ? (
        <CodeView text={generated} label="The generated script" language="python" />
      ) : view === 'diff' ? (
        <TextDiff
          before={generated}
          after={own}
          label="What differs from the generated script"
          same="It is the same as the generated one."
        />
      ) : (
        <>
          <p className="max-w-[72ch] text-sm text-ink-2">
            Edit it, or paste another over it. It runs as it stands: what you change in the form counts only where it
            reads <code className="font-mono text-xs">HUBDESK_CONFIG</code>.
          </p>
          <CodeField
            label="Your own script"
            // The contract takes no empty script; that it is one is said with the faults.
            value={own === '\n' ? '' : own}
            onChange={(script) => set({ script: script === '' ? '\n' : script.slice(0, longestScript) })}
            invalid={own.trim() === ''}
          />
        </>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Back to the generated script?"
        description="Your own script is not kept. Copy it first, or save a recipe, if you want it again."
        confirmLabel="Use the generated one"
        loss
        onConfirm={() => {
          setAsking(false);
          setView('script');
          set({ script: null });
          requestAnimationFrame(() => edit.current?.focus());
        }}
      />
    </div>
  );
}
