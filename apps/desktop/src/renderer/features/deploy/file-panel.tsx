// One file that is pushed: to be read, taken into one's own hands, compared with
// what it was, and given back.
import { Pencil, Trash2, Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CodeField } from '../../ui/code-field.tsx';
import { codeLanguage } from '../../ui/code-language.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextDiff } from '../../ui/text-diff.tsx';
import { visibleLines, visibleText } from '../../ui/visible-text.ts';
import type { PushedFile } from './files-part.tsx';
import type { DeployForm } from './use-deploy-form.ts';

const longestFile = 1_000_000;

export interface FilePanelProps {
  form: DeployForm;
  file: PushedFile;
  /** An added one was taken away. */
  onGone: () => void;
}

export function FilePanel({ form: { source, passedOver, setFile, dropFile }, file, onGone }: FilePanelProps) {
  const { path, text, origin, from } = file;
  const [view, setView] = useState<'file' | 'diff'>('file');
  const [asking, setAsking] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const isOwn = from === 'edited' || from === 'added';
  const before = source === 'folder' ? 'what it was' : 'the generated one';
  const giveUp = () => {
    setAsking(false);
    setView('file');
    dropFile(path);
    if (from === 'added') onGone();
    else requestAnimationFrame(() => edit.current?.focus());
  };
  return (
    <section aria-label={path} className="grid min-w-0 content-start gap-3">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
        {from === 'edited' && origin !== null ? (
          <Segmented
            label={path}
            hideLabel
            options={[
              { value: 'file', label: 'Your text' },
              { value: 'diff', label: 'What differs' },
            ]}
            value={view}
            onChange={setView}
          />
        ) : (
          <p className="min-w-0 text-sm text-ink-2">
            {from === 'generated'
              ? 'Made from the form, and changed with it.'
              : from === 'folder'
                ? 'As it is in the folder.'
                : 'Added by you.'}
          </p>
        )}
        <span className="flex flex-wrap items-center gap-1">
          {text !== null && <CopyButton text={text} label={`Copy ${path}`} />}
          {!isOwn && text !== null && (
            <Button ref={edit} size="small" icon={Pencil} onClick={() => setFile(path, text, text)}>
              Edit
            </Button>
          )}
          {from === 'edited' && (
            <Button
              size="small"
              icon={Undo2}
              onClick={() => (text === origin ? giveUp() : setAsking(true))}
            >{`Back to ${before}`}</Button>
          )}
          {from === 'added' && (
            <Button size="small" icon={Trash2} onClick={() => (text === '' ? giveUp() : setAsking(true))}>
              Take it away
            </Button>
          )}
        </span>
      </div>
      {passedOver.includes(path) && (
        <p role="status" className="max-w-[72ch] text-sm text-ink">
          The form has changed since you took this file. Your text is pushed as it stands; “What differs” shows what the
          form would make of it now.
        </p>
      )}
      {text === null ? (
        <p className="rounded-md border border-line bg-sunken p-4 text-sm text-ink-2">
          It is no text, or too long to be shown. It is pushed as it is.
        </p>
      ) : view === 'diff' && origin !== null ? (
        <TextDiff
          before={origin}
          after={text}
          label={`What differs in ${path}`}
          same={`It is the same as ${before}.`}
        />
      ) : isOwn ? (
        <CodeField label={path} value={text} onChange={(next) => setFile(path, next.slice(0, longestFile), origin)} />
      ) : (
        <CodeView text={visibleLines(text)} label={path} language={codeLanguage(path)} />
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={from === 'added' ? `Take ${visibleText(path)} away?` : `Give up your ${visibleText(path)}?`}
        description={`What you wrote is not kept. Copy it first if you want it again.`}
        confirmLabel={from === 'added' ? 'Take it away' : `Back to ${before}`}
        loss
        onConfirm={giveUp}
      />
    </section>
  );
}
