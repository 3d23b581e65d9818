// What is trained: the model, on what, and how it learns.
import { rewardKinds, runMethods, tunings } from '@hubdesk/shared/train/methods';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DatasetField } from './dataset-field.tsx';
import { rewardProblem } from './form-faults.ts';
import { methodProblem, methodWords, rewardWords, tuningWords } from './method-words.ts';
import { ModelField } from './model-field.tsx';
import { Part } from '../../ui/part.tsx';
import type { TrainForm } from './use-train-form.ts';

export function WhatPart({ form }: { form: TrainForm }) {
  const { config, facts, setMethod } = form;
  return (
    <Part id="what" title="What" about="A model that is there already, and examples of what it should learn.">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(22rem,100%),1fr))] gap-x-6 gap-y-6">
        <ModelField form={form} />
        <DatasetField form={form} />
      </div>
      <RadioCards
        label="How it learns"
        className="grid-cols-[repeat(auto-fit,minmax(20rem,1fr))]"
        cards={runMethods.map((method) => ({
          value: method,
          ...methodWords[method],
          end: method.toUpperCase(),
          problem: methodProblem(method, facts.dataset),
        }))}
        value={config.method}
        onChange={(method) => setMethod(method, config.tuning)}
      />
      {config.reward && <RewardChoice form={form} reward={config.reward} />}
      <RadioCards
        label="How much of it is trained"
        className="grid-cols-[repeat(auto-fit,minmax(15rem,1fr))]"
        cards={tunings.map((tuning) => ({
          value: tuning,
          ...tuningWords[tuning],
          problem:
            facts.model?.quantization && tuning !== 'qlora'
              ? `The weights of this model are already in ${facts.model.quantization}: only QLoRA takes them.`
              : null,
        }))}
        value={config.tuning}
        onChange={(tuning) => setMethod(config.method, tuning)}
      />
    </Part>
  );
}

function RewardChoice({
  form: { facts, set },
  reward,
}: {
  form: TrainForm;
  reward: NonNullable<TrainForm['config']['reward']>;
}) {
  const words = rewardWords[reward.kind];
  const columns = facts.dataset?.columns ?? [];
  const change = (part: Partial<typeof reward>) => set({ reward: { ...reward, ...part } });
  const isColumn = reward.kind === 'contains-column' && columns.length > 0;
  return (
    <div className="grid gap-4 border-l-2 border-line pl-4">
      <RadioCards
        label="An answer earns the reward when it…"
        className="grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]"
        cards={rewardKinds.map((kind) => ({
          value: kind,
          label: rewardWords[kind].label,
          help: rewardWords[kind].help,
        }))}
        value={reward.kind}
        onChange={(kind) =>
          // Words for one are nothing for another.
          change({ kind, value: kind === 'near-length' ? '200' : kind === 'contains-column' ? (columns[0] ?? '') : '' })
        }
      />
      {isColumn ? (
        <Select
          label={words.valueLabel}
          className="max-w-72"
          options={[...new Set([...columns, reward.value])]
            .filter((column) => column !== '')
            .map((column) => ({ value: column, label: column }))}
          value={reward.value}
          onChange={(value) => change({ value })}
        />
      ) : (
        <TextField
          label={words.valueLabel}
          className="max-w-96"
          inputClassName={reward.kind === 'matches-pattern' ? 'font-mono text-sm' : ''}
          spellCheck={false}
          autoCapitalize="off"
          maxLength={500}
          hint={words.valueHint}
          error={rewardProblem(reward) ?? undefined}
          value={reward.value}
          onChange={(event) => change({ value: event.target.value })}
        />
      )}
    </div>
  );
}
