// Which model is trained: any on the Hub by its name, those that are warm and
// those used lately as suggestions, and what is known of the one that stands.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { orpc } from '../../api/client.ts';
import { useCatalogue } from '../../api/use-catalogue.ts';
import { formatCompact } from '../../ui/format-count.ts';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { ModelFactsLine } from './model-facts-line.tsx';
import type { TrainForm } from './use-train-form.ts';

const isModelId = (text: string) => /^[\w.-]+\/[\w.-]+$/.test(text);
const mostSuggestions = 30;

interface FieldProps {
  text: string;
  onText: (text: string) => void;
  onCommit: (text: string) => void;
  recent: readonly string[];
  error: string | undefined;
  hint: string | undefined;
}

export function ModelField({ form }: { form: TrainForm }) {
  const { config, typed, type, setModel } = form;
  const [sought, setSought] = useState(false);
  const { data: selected } = useQuery(orpc.models.selected.queryOptions());
  const { data: preferences } = useQuery(orpc.preferences.get.queryOptions());
  const recent = [
    ...new Set([
      ...(selected ? [selected.selection.model] : []),
      ...(preferences?.recentModels ?? []),
      ...(preferences?.favouriteModels ?? []),
    ]),
  ];
  const text = typed.model ?? config.model ?? '';
  const commit = (next: string) => {
    const id = next.trim();
    if (id !== '' && !isModelId(id)) return;
    type('model', null);
    if (id !== (config.model ?? '')) setModel(id === '' ? null : id);
  };
  const props: FieldProps = {
    text,
    onText: (next) => {
      setSought(true);
      type('model', next);
    },
    onCommit: commit,
    recent,
    error: text !== '' && !isModelId(text) ? 'A model is named maker/model, such as Qwen/Qwen3-0.6B.' : undefined,
    hint: selected && selected.selection.model === config.model ? 'The one you talk to in Chat.' : undefined,
  };
  return (
    <div className="grid content-start gap-3">
      {/* The list is long: it is read when somebody looks for something. */}
      {sought ? <SeekingField {...props} /> : <PlainField {...props} onFocus={() => setSought(true)} />}
      <ModelFactsLine form={form} />
    </div>
  );
}

function PlainField({ text, onText, onCommit, recent, error, hint, onFocus }: FieldProps & { onFocus: () => void }) {
  return (
    <SuggestField
      label="Model"
      placeholder="maker/model"
      value={text}
      onChange={onText}
      onCommit={onCommit}
      onFocus={onFocus}
      suggestions={recent}
      error={error}
      hint={hint}
    />
  );
}

function SeekingField(props: FieldProps) {
  const { text, recent } = props;
  const { catalogue } = useCatalogue();
  const { index } = catalogue.shown;
  const isTyped = text !== '' && index.find(text) === undefined && !recent.includes(text);
  const found = useMemo(() => {
    if (!isTyped) return recent;
    const numbers = index.query({ text, pinned: recent }).subarray(0, mostSuggestions);
    return [...numbers].map((number) => index.row(number).id);
  }, [index, isTyped, recent, text]);
  return (
    <SuggestField
      label="Model"
      placeholder="maker/model"
      value={text}
      onChange={props.onText}
      onCommit={props.onCommit}
      suggestions={found}
      sought
      hintOf={(id) => {
        const at = index.find(id);
        if (at === undefined) return undefined;
        const { params, license } = index.row(at);
        return [params !== null && formatCompact(params), license !== null && visibleText(license), 'warm']
          .filter(Boolean)
          .join(' · ');
      }}
      status={catalogue.phase === 'loading' ? 'More models are being listed' : undefined}
      error={props.error}
      hint={props.hint}
    />
  );
}
