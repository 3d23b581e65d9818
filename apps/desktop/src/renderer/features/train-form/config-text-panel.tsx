// The same configuration as text. What can be read counts at once; what cannot
// says where, and is kept until it can.
import { useId, useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { BrokenNotice } from './broken-notice.tsx';
import { CodeField } from '../../ui/code-field.tsx';
import { type ReadText, readConfig, type TextFormat, writeConfig } from './config-text.ts';
import type { TrainForm } from './use-train-form.ts';

export interface ConfigTextPanelProps {
  form: TrainForm;
  format: TextFormat;
  onOther: (format: TextFormat) => void;
}

export function ConfigTextPanel({ form, format, onOther }: ConfigTextPanelProps) {
  const { config, broken, setBroken, replace, asReplaced } = form;
  const id = useId();
  // Somebody's own line breaks stay while they type; the next time it is laid out anew.
  const [typed, setTyped] = useState<{ text: string; of: string } | null>(null);
  const standing = writeConfig(config, format);
  const text = broken[format] ?? (typed?.of === standing ? typed.text : standing);
  const problems = broken[format] === undefined ? [] : (readConfig(text, config).problems ?? []);
  const change = (next: string) => {
    const read: ReadText = readConfig(next, config);
    if (read.config) {
      setBroken(format, null);
      setTyped({ text: next, of: writeConfig(asReplaced(read.config), format) });
      replace(read.config);
    } else {
      setBroken(format, next);
    }
  };
  return (
    <div className="grid gap-3">
      <BrokenNotice form={form} besides={format} onGo={onOther} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-ink-2">
          Everything that makes this run what it is, and nothing secret. What you leave out stays as it is.
        </p>
        <CopyButton text={text} label={`Copy the ${format.toUpperCase()}`} />
      </div>
      <CodeField
        label={`The configuration as ${format.toUpperCase()}`}
        value={text}
        onChange={change}
        invalid={problems.length > 0}
        describedBy={problems.length > 0 ? id : undefined}
      />
      <div id={id} role="status" className="empty:hidden">
        {problems.length > 0 && (
          <ul className="grid gap-1 text-sm text-loss">
            {problems.map(({ line, column, message }, at) => (
              <li key={at}>
                {line !== null && (
                  <span className="tabular-nums">
                    Line {line}, column {column}:{' '}
                  </span>
                )}
                {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
