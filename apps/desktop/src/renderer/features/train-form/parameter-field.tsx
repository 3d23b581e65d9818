// One parameter: its field, what it means, what is wrong with what was typed,
// and the way back to the preset where it was changed.
import { RotateCcw } from 'lucide-react';
import type { Parameter, ParameterKey, ParameterValues } from '@hubdesk/shared/train/parameters';
import { HelpTip } from '../../ui/help-tip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ParameterValue, plain, readTyped, valueProblem } from './check-value.ts';
import type { TrainForm } from './use-train-form.ts';

export function ParameterField({ form, parameter }: { form: TrainForm; parameter: Parameter }) {
  // The table's keys are those of the values; the list of them has lost which is which.
  const key = parameter.key as ParameterKey;
  const { config, typed, type, parameterProblems, changedKeys, basisValues, setParameter, resetParameter } = form;
  const value: ParameterValue = config.parameters[key];
  const set = (next: unknown) => setParameter(key, next as ParameterValues[ParameterKey]);
  const isChanged = changedKeys.includes(key);
  const problem = parameterProblems[key];
  const hint = parameterProblems[key] === undefined ? advice(form, key) : undefined;
  const tip = <HelpTip question={parameter.label}>{about(parameter)}</HelpTip>;
  const back = isChanged && (
    <IconButton
      icon={RotateCcw}
      size="small"
      label={`Back to ${said(basisValues[key])}: ${parameter.label}`}
      onClick={() => resetParameter(key)}
    />
  );
  const mark = isChanged && (
    <span className="text-xs font-medium text-accent-text" title={`The preset has ${said(basisValues[key])}`}>
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
          value={typed[key] ?? (value === null ? '' : typeof value === 'number' ? plain(value) : String(value))}
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
}

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

/** What else somebody should know beside this field, from the facts. */
function advice({ config, facts: { lengths } }: TrainForm, key: ParameterKey): string | undefined {
  if (key !== 'max_length' || !lengths || lengths.lostRows === 0) return undefined;
  const rows = `${lengths.lostRows} ${lengths.lostRows === 1 ? 'row loses its' : 'rows lose their'} answer`;
  return `At ${config.parameters.max_length}, ${rows}. The longest row has ${lengths.longestTokens} tokens.`;
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
