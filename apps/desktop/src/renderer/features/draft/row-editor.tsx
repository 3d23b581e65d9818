// A row as JSON to be changed. Saved is only what is an object; where it is not
// one, the line is named and gone to.
import { useId, useRef } from 'react';
import type { DraftRow } from '@hubdesk/shared/datasets/draft';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { fieldClasses } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { jsonFault } from './json-fault.ts';
import { inOneLine, laidOut } from './json-layout.ts';
import { keepRowText } from './unsent.ts';

export interface RowEditorProps {
  draft: string;
  /** In full. */
  row: DraftRow;
  /** What was typed before and not saved. */
  unsaved: string | undefined;
  saving: boolean;
  onSave: (text: string, onDone: () => void) => void;
}

export function RowEditor({ draft, row, unsaved, saving, onSave }: RowEditorProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const stands = laidOut(row.text);
  const text = unsaved ?? stands;
  const fault = jsonFault(text);
  const isChanged = unsaved !== undefined && unsaved !== stands;

  function goToFault() {
    const element = field.current;
    if (!element || !fault) return;
    element.focus();
    element.setSelectionRange(fault.offset, fault.offset + 1);
  }
  function save() {
    if (!isChanged) return;
    if (fault) return goToFault();
    onSave(inOneLine(text), () => {
      keepRowText(draft, row, null);
      toast('The row is changed in the new file');
    });
  }
  return (
    <div className="grid min-h-44 flex-1 grid-rows-[minmax(0,1fr)_auto] gap-2">
      <label htmlFor={id} className="sr-only">
        The row as JSON
      </label>
      <textarea
        ref={field}
        id={id}
        value={text}
        spellCheck={false}
        aria-invalid={fault ? true : undefined}
        aria-describedby={`${id}-state`}
        onChange={(event) => keepRowText(draft, row, event.target.value === stands ? null : event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          save();
        }}
        className={cx(fieldClasses, 'h-full! resize-none py-2 font-mono text-xs! leading-5')}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p id={`${id}-state`} role="status" className="min-w-0 text-sm text-ink-2">
          {fault ? (
            <button
              type="button"
              onClick={goToFault}
              className="text-left underline decoration-line-strong underline-offset-3 hover:text-ink"
            >
              {fault.line !== null && <span className="font-medium text-ink">Line {fault.line}: </span>}
              {fault.reason}
            </button>
          ) : isChanged ? (
            'A row as it should be, not saved yet.'
          ) : (
            'The file itself is never touched; a change goes into the new one.'
          )}
        </p>
        <span className="flex items-center gap-2">
          {isChanged && (
            <Button variant="quiet" size="small" onClick={() => keepRowText(draft, row, null)}>
              Discard
            </Button>
          )}
          <Button
            variant="primary"
            size="small"
            disabled={!isChanged || fault !== null}
            loading={saving}
            onClick={save}
          >
            Save the change
            <span aria-hidden className="max-rail:hidden">
              <Kbd shortcut="mod+Enter" />
            </span>
          </Button>
        </span>
      </div>
    </div>
  );
}
