// A mapping put together by hand: the shape, the columns of its parts, and what
// the roles are called.
import type { Column } from '@hubdesk/shared/datasets/check-report';
import type { Role } from '@hubdesk/shared/datasets/training-format';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type MappingForm as Form, type MappingKind, shapeKinds, shapes, withKind } from './mapping-shapes.ts';

export interface MappingFormProps {
  form: Form;
  columns: readonly Column[];
  /** What stands for a role in the rows. */
  roles: readonly string[];
  onChange: (form: Form) => void;
}

const knownRoles: readonly Role[] = ['system', 'user', 'assistant', 'tool'];
/** Further columns to keep are offered up to here. */
const mostKept = 12;

export function MappingForm({ form, columns, roles, onChange }: MappingFormProps) {
  const { kind } = form;
  const shape = shapes[kind];
  const names = columns.map(({ name }) => name);
  const inMessages = kind === 'messages' ? ['role', 'content'] : [];
  return (
    <div className="grid gap-4">
      <Select<MappingKind>
        label="Shape of the rows"
        options={shapeKinds.map((value) => ({ value, label: shapes[value].title, hint: shapes[value].meaning }))}
        value={kind}
        onChange={(next) => onChange(withKind(form, next, names))}
      />
      <div className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-x-3 gap-y-3">
        {shape.parts.map(({ key, label, optional }) =>
          inMessages.includes(key) ? (
            <TextField
              key={key}
              label={label}
              value={form.columns[key] ?? ''}
              spellCheck={false}
              onChange={(event) => onChange({ ...form, columns: { ...form.columns, [key]: event.target.value } })}
            />
          ) : (
            <Select
              key={key}
              label={optional ? `${label}, if there is one` : label}
              options={[
                { value: '', label: optional ? 'None' : 'Choose a column', disabled: !optional },
                ...names.map((name) => ({ value: name, label: name })),
              ]}
              value={form.columns[key] ?? ''}
              onChange={(column) => onChange({ ...form, columns: { ...form.columns, [key]: column } })}
            />
          ),
        )}
        {kind === 'unpaired-preference' && (
          <TextField
            label="The good verdict, as JSON"
            hint='true, 1 or "up"'
            value={form.good}
            spellCheck={false}
            onChange={(event) => onChange({ ...form, good: event.target.value })}
          />
        )}
      </div>
      {kind === 'text' && (
        <TextArea
          label="Text of each row"
          hint={`Columns stand in braces: ${names
            .slice(0, 3)
            .map((name) => `{${name}}`)
            .join(' ')}`}
          value={form.template}
          spellCheck={false}
          className="max-h-60 font-mono text-sm"
          onChange={(event) => onChange({ ...form, template: event.target.value })}
        />
      )}
      {kind === 'prompt' && names.length > 1 && (
        <fieldset>
          <legend className="text-sm font-medium text-ink">Keep for the rewards</legend>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-x-4">
            {names
              .filter((name) => name !== form.columns.prompt)
              .slice(0, mostKept)
              .map((name) => (
                <Checkbox
                  key={name}
                  label={name}
                  checked={form.keep.includes(name)}
                  onChange={(on) =>
                    onChange({ ...form, keep: on ? [...form.keep, name] : form.keep.filter((kept) => kept !== name) })
                  }
                />
              ))}
          </div>
        </fieldset>
      )}
      {shape.hasRoles && (
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 text-sm font-medium text-ink">Who speaks</legend>
          {[...new Set([...roles, ...Object.keys(form.roles)])].map((role) => (
            <div key={role} className="grid grid-cols-[8rem_minmax(0,12rem)] items-center gap-3">
              <bdi className="truncate text-right font-mono text-sm text-ink-2">{role}</bdi>
              <Select<string>
                label={`What ${role} is called`}
                hideLabel
                options={[
                  { value: '', label: 'Stays as it is' },
                  ...knownRoles.map((known) => ({ value: known, label: `is the ${known}` })),
                ]}
                value={form.roles[role] ?? ''}
                onChange={(to) => onChange({ ...form, roles: renamed(form.roles, role, to) })}
              />
            </div>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function renamed(roles: Record<string, string>, role: string, to: string): Record<string, string> {
  const others = Object.fromEntries(Object.entries(roles).filter(([name]) => name !== role));
  return to === '' ? others : { ...others, [role]: to };
}
