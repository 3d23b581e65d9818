// Every parameter that counts for the method, group by group, from the table
// that the text and the script are made of as well.
import type { Parameter, ParameterKey } from '@hubdesk/shared/train/parameters';
import { BrokenNotice } from './broken-notice.tsx';
import { ParameterField } from './parameter-field.tsx';
import type { TrainForm } from './use-train-form.ts';

const groups: { group: Parameter['group']; title: string }[] = [
  { group: 'length', title: 'How long' },
  { group: 'speed', title: 'How fast it learns' },
  { group: 'batch', title: 'Rows at a time' },
  { group: 'method', title: 'Method' },
  { group: 'lora', title: 'LoRA' },
  { group: 'precision', title: 'Precision' },
  { group: 'checkpoints', title: 'Reports and checkpoints' },
];

export function ParameterForm({ form, onText }: { form: TrainForm; onText: (format: 'json' | 'yaml') => void }) {
  const { config, basisValues, changedKeys, typed, parameterProblems } = form;
  return (
    <div className="grid gap-7">
      <BrokenNotice form={form} besides={null} onGo={onText} />
      {config.script !== null && (
        <p className="text-sm text-ink-2">
          Your own script decides what it does. It finds these values in the variable HUBDESK_CONFIG, if it wants them.
        </p>
      )}
      {groups.map(({ group, title }) => {
        const shown = form.shownParameters.filter((each) => each.group === group);
        return (
          shown.length > 0 && (
            <fieldset key={group} className="grid min-w-0 gap-3">
              <legend className="mb-3 text-sm font-semibold text-ink">{title}</legend>
              <div className="grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] gap-x-6 gap-y-4">
                {shown.map((parameter) => (
                  <ParameterField
                    key={parameter.key}
                    parameter={parameter}
                    value={config.parameters[parameter.key as ParameterKey]}
                    basis={basisValues[parameter.key as ParameterKey]}
                    isChanged={changedKeys.includes(parameter.key as ParameterKey)}
                    text={typed[parameter.key]}
                    problem={parameterProblems[parameter.key]}
                    hint={advice(form, parameter.key)}
                    type={form.type}
                    setParameter={form.setParameter}
                    resetParameter={form.resetParameter}
                  />
                ))}
              </div>
            </fieldset>
          )
        );
      })}
    </div>
  );
}

/** What else somebody should know beside a field, from the facts. */
function advice({ config, facts: { lengths } }: TrainForm, key: string): string | undefined {
  if (key !== 'max_length' || !lengths || lengths.lostRows === 0) return undefined;
  const rows = `${lengths.lostRows} ${lengths.lostRows === 1 ? 'row loses its' : 'rows lose their'} answer`;
  return `At ${config.parameters.max_length}, ${rows}. The longest row has ${lengths.longestTokens} tokens.`;
}
