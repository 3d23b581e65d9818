// One parameter: its field, what it means, what is wrong with what was typed,
// and the way back to the preset where it was changed.
import { RotateCcw } from 'lucide-react';
import type { Parameter, ParameterKey, ParameterValues } from '@hubdesk/shared/train/parameters';
import { memo } from 'react';
import { HelpTip } from '../../ui/help-tip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ParameterValue, plain, readTyped, valueProblem } from './check-value.ts';
import type { TrainForm } from './use-train-form.ts';

export interface ParameterFieldProps {
  parameter: Parameter;
  value: ParameterValue;
  /** What the preset has. */
  basis: ParameterValue;
  isChanged: boolean;
  /** While it is typed. */
  text: string | undefined;
  problem: string | undefined;
  hint: string | undefined;
  type: TrainForm['type'];
  setParameter: TrainForm['setParameter'];
  resetParameter: TrainForm['resetParameter'];
}

/** Drawn anew only when something about it changes: there are thirty of them on a page that changes with each key. */
export const ParameterField = memo(function ParameterField(props: ParameterFieldProps) {
  const { parameter, value, basis, isChanged, text: typed, problem, hint, type } = props;
  // The table's keys are those of the values; the list of them has lost which is which.
  const key = parameter.key as ParameterKey;
  const set = (next: unknown) => props.setParameter(key, next as ParameterValues[ParameterKey]);
  const tip = <HelpTip question={parameter.label}>{about(parameter)}</HelpTip>;
  const back = isChanged && (
    <IconButton
      icon={RotateCcw}
      size="small"
      label={`Back to ${said(basis)}: ${parameter.label}`}
      onClick={() => props.resetParameter(key, basis as ParameterValues[ParameterKey])}
    />
  );
  const mark = isChanged && (
    <span className="text-xs font-medium text-accent-text" title={`The preset has ${said(basis)}`}>
      changed
    </span>
  );
  const head = (
    <span className="flex items-center gap-1">
      {tip}
      {mark}
    </span>
  );
  switch (parameter.kind) {
    case 'switch':
      return (
        <div className="grid grid-cols-[1fr_auto] items-center gap-1 self-end">
          <Switch label={parameter.label} checked={value === true} onChange={set} />
          <span className="flex items-center">
            {head}
            {back}
          </span>
        </div>
      );
    case 'choice':
      return (
        <div className="flex items-end gap-2">
          <Select
            label={parameter.label}
            labelEnd={head}
            className="min-w-0 flex-1"
            options={parameter.choices.map((each) => ({ value: each, label: each }))}
            value={String(value)}
            onChange={set}
          />
          {back}
        </div>
      );
    default:
      return (
        <TextField
          className="content-start"
          label={parameter.label}
          labelEnd={head}
          inputMode={parameter.kind === 'text' ? 'text' : parameter.kind === 'integer' ? 'numeric' : 'decimal'}
          inputClassName={parameter.kind === 'text' ? '' : 'tabular-nums'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder={parameter.nullable ? 'The model’s own' : undefined}
          hint={hint}
          error={problem === undefined ? undefined : sentence(problem)}
          value={typed ?? (value === null ? '' : typeof value === 'number' ? plain(value) : String(value))}
          onChange={(event) => {
            const text = event.target.value;
            type(key, text);
            const read = readTyped(parameter, text);
            if (valueProblem(parameter, read) === null) set(read);
          }}
          onBlur={() => problem === undefined && type(key, null)}
          after={back}
        />
      );
  }
});

function about(parameter: Parameter) {
  return (
    <>
      <p>{parameter.help}</p>
      <p className="mt-2 text-xs text-ink-3">
        <code className="font-mono">{parameter.key}</code>
        {(parameter.kind === 'integer' || parameter.kind === 'number') &&
          ` · from ${parameter.min} to ${parameter.max}`}
      </p>
    </>
  );
}

function said(value: ParameterValue): string {
  return value === null
    ? 'the model’s own'
    : value === true
      ? 'on'
      : value === false
        ? 'off'
        : typeof value === 'number'
          ? plain(value)
          : value;
}

function sentence(problem: string): string {
  return `It ${problem}`;
}
