// Which model is trained: any on the Hub by its name, those that are warm, one's
// own and those used lately as suggestions, and what is known of the one that stands.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { useCatalogue } from '../../api/use-catalogue.ts';
import { formatCompact } from '../../ui/format-count.ts';
import { isModelId } from '../../ui/model-id.ts';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { ModelFactsLine } from './model-facts-line.tsx';
import type { TrainForm } from './use-train-form.ts';

const mostSuggestions = 30;

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
  const { data: mine = [] } = useQuery(orpc.models.mine.queryOptions());
  const text = typed.model ?? config.model ?? '';
  const commit = (next: string) => {
    const id = next.trim();
    if (id !== '' && !isModelId(id)) return;
    type('model', null);
    if (id !== (config.model ?? '')) setModel(id === '' ? null : id);
  };
  // The list is long: it is read when somebody looks for something.
  const { catalogue } = useCatalogue(sought);
  const { index } = catalogue.shown;
  const own = mine.map(({ id }) => id);
  const isTyped = text !== '' && index.find(text) === undefined && !recent.includes(text) && !own.includes(text);
  const wanted = text.toLowerCase();
  const found = isTyped
    ? [
        ...own.filter((id) => id.toLowerCase().includes(wanted)),
        ...[...index.query({ text, pinned: recent })].slice(0, mostSuggestions).map((number) => index.row(number).id),
      ]
    : [...recent, ...own];
  return (
    <div className="grid content-start gap-3">
      <SuggestField
        label="Model"
        placeholder="maker/model"
        value={text}
        onChange={(next) => type('model', next)}
        onCommit={commit}
        onFocus={() => setSought(true)}
        suggestions={[...new Set(found)].slice(0, mostSuggestions)}
        sought
        hintOf={(id) => {
          const at = index.find(id);
          const known = at === undefined ? mine.find((each) => each.id === id) : index.row(at);
          if (!known) return undefined;
          const { params, license } = known;
          const mark = at === undefined ? 'yours' : 'warm';
          return [params !== null && formatCompact(params), license !== null && visibleText(license), mark]
            .filter(Boolean)
            .join(' · ');
        }}
        status={sought && catalogue.phase === 'loading' ? 'More models are being listed' : undefined}
        error={text !== '' && !isModelId(text) ? 'A model is named maker/model, such as Qwen/Qwen3-0.6B.' : undefined}
        hint={selected && selected.selection.model === config.model ? 'The one you talk to in Chat.' : undefined}
      />
      <ModelFactsLine form={form} />
    </div>
  );
}
