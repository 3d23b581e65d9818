// The shape of the rows: as they are, as suggested, or put together by hand,
// always with real rows before and after.
import { Check } from 'lucide-react';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { MappingForm } from './mapping-form.tsx';
import { MappingPreview, useMappingPreview } from './mapping-preview.tsx';
import { emptyForm, formOf, mappingLines, mappingOf, shapes } from './mapping-shapes.ts';
import { plainText, readRow, type RowValue } from './read-row.ts';
import { valueIn } from './row-columns.ts';
import { keepMapping, useUnsent } from './unsent.ts';
import type { Desk } from './use-desk.ts';

export function ShapePart({ desk }: { desk: Desk }) {
  const { draft, plan, report, method } = desk;
  const columns = report?.columns ?? [];
  const names = columns.map(({ name }) => name);
  const verdict = report?.verdicts.find((each) => each.method === method) ?? null;
  const suggested = verdict?.mapping ?? null;
  const standing = draft.plan.mapping;
  const kept = useUnsent(draft.id).mapping;
  const first = standing ?? suggested;
  const form = kept ?? (first ? formOf(first) : emptyForm(names));
  const mapping = mappingOf(form);
  const settled = useSettled(JSON.stringify(mapping));
  const asked: Mapping | null = settled === JSON.stringify(mapping) ? mapping : null;
  const preview = useMappingPreview(draft.id, asked);
  const isStanding = standing !== null && same(standing, mapping);
  const isSuggested = suggested !== null && same(suggested, mapping);

  function apply() {
    if (!mapping) return;
    plan.change({ mapping });
    toast('The rows are mapped in the new file', { label: 'Undo', onPress: () => plan.change({ mapping: standing }) });
  }
  return (
    <div className="grid gap-6 px-6 py-6 rail:px-8">
      <div className="grid gap-1.5">
        <h2 className="text-lg font-semibold text-ink">
          {standing
            ? `Mapped: ${shapes[standing.kind].title}`
            : isSuggested
              ? `Looks like ${shapes[suggested.kind].title}`
              : verdict?.state === 'ready'
                ? 'The rows can stay as they are'
                : 'Say what the columns are'}
        </h2>
        <p className="max-w-[60ch] text-ink-2">
          {standing
            ? 'The new file has the rows in this shape. What you opened stays as it is.'
            : verdict?.state === 'ready' && !suggested
              ? 'They are in a shape a trainer takes. Map them only if you want another.'
              : 'A trainer takes only certain shapes. The result is written as a new file; what you opened is never touched.'}
        </p>
        {standing && <MappingLines mapping={standing} />}
      </div>
      {plan.failure && <ErrorNotice explanation={explain(toFailure(plan.failure))} />}
      {names.length === 0 ? (
        <p className="text-ink-2">Once the first rows are read, their columns stand here.</p>
      ) : (
        <>
          <MappingForm
            form={form}
            columns={columns}
            roles={rolesIn(preview.data?.rows.map(({ before }) => before) ?? [], mapping)}
            onChange={(next) => keepMapping(draft.id, next)}
          />
          <div className="flex flex-wrap items-center gap-2">
            {isStanding ? (
              <p className="flex h-9 items-center gap-2 text-base font-medium text-accent-text">
                <Check aria-hidden className="size-4" strokeWidth={2.25} />
                The rows are mapped this way
              </p>
            ) : (
              <Button variant="primary" disabled={mapping === null} loading={plan.changing} onClick={apply}>
                {standing ? 'Map them this way' : 'Map the rows'}
              </Button>
            )}
            {standing && (
              <Button variant="quiet" onClick={() => plan.change({ mapping: null })}>
                Leave them as they are
              </Button>
            )}
            {suggested && !isSuggested && (
              <Button variant="quiet" onClick={() => keepMapping(draft.id, formOf(suggested))}>
                Back to the suggestion
              </Button>
            )}
          </div>
          {mapping === null ? (
            <p className="text-sm text-ink-3">Choose a column for each part to see the rows before and after.</p>
          ) : (
            <MappingPreview preview={preview} />
          )}
        </>
      )}
    </div>
  );
}

function MappingLines({ mapping }: { mapping: Mapping }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
      {mappingLines(mapping).map(({ from, to }, at) => (
        <li key={at}>
          <bdi className="font-mono text-xs text-ink">{from}</bdi> <span aria-hidden>→</span>
          <span className="sr-only">becomes</span> {to}
        </li>
      ))}
    </ul>
  );
}

function same(a: Mapping, b: Mapping | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}

/** The words that stand for a role in some rows. */
function rolesIn(rows: readonly string[], mapping: Mapping | null): string[] {
  if (mapping?.kind !== 'sharegpt' && mapping?.kind !== 'messages') return [];
  const [list, role] = mapping.kind === 'sharegpt' ? [mapping.conversations, 'from'] : [mapping.messages, mapping.role];
  const found = rows.flatMap((text) => {
    const value = readRow({ text, cut: true });
    const messages: unknown = value ? valueIn(value, list) : null;
    if (!Array.isArray(messages)) return [];
    return messages.flatMap((message: unknown) => (isObject(message) ? plainText(valueIn(message, role)) || [] : []));
  });
  return [...new Set(found)];
}

function isObject(value: unknown): value is RowValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
