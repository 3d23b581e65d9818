// The form's state and everything that follows from it. State is what the person
// decided and typed; facts come from the host; the rest is worked out each time.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { withMethod } from '@hubdesk/shared/train/default-config';
import { estimateMemory } from '@hubdesk/shared/train/estimate-memory';
import { estimateTime } from '@hubdesk/shared/train/estimate-time';
import type { RunMethod, Tuning } from '@hubdesk/shared/train/methods';
import { worstUsd } from '@hubdesk/shared/train/money';
import { type ParameterKey, parametersFor, type ParameterValues } from '@hubdesk/shared/train/parameters';
import { type PresetId, presetOf, presetValues } from '@hubdesk/shared/train/presets';
import type { ConfigChange, RunConfig } from '@hubdesk/shared/train/run-config';
import { orpc } from '../../api/client.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { readTyped, valueProblem } from './check-value.ts';
import type { TextFormat } from './config-text.ts';
import {
  basisOf,
  type Choices,
  fillIn,
  flavorOf,
  type Follower,
  keptChoices,
  openChoices,
  proposedTimeout,
  withChange,
  withOwn,
  withoutParameter,
  withParameter,
  withSubject,
} from './form-choices.ts';
import { formFaults } from './form-faults.ts';
import type { Start } from './use-start.ts';

const isId = (text: string | null | undefined) => typeof text === 'string' && /^[\w.-]+\/[\w.-]+$/.test(text);

/** What was typed as JSON or YAML and cannot be read yet. */
export type BrokenText = Partial<Record<TextFormat, string>>;

export function useTrainForm(start: Start) {
  const [choices, setChoices] = useState<Choices>(start.choices);
  /** Texts of fields while they are being typed, by the parameter's key or the field's name. */
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [broken, setBroken] = useState<BrokenText>({});
  const [resumeFrom, setResumeFrom] = useState(start.resumeFrom);
  const [secretValues, setSecretValues] = useState<Readonly<Record<string, string>>>({});

  const { config: chosen } = choices;
  const datasetId = chosen.dataset?.id ?? null;
  const modelQuery = useQuery(
    orpc.runs.model.queryOptions({ input: { model: chosen.model ?? '-/-' }, enabled: isId(chosen.model) }),
  );
  const datasetQuery = useQuery(
    orpc.runs.dataset.queryOptions({
      input: { dataset: datasetId ?? '-', config: chosen.dataset?.config ?? null },
      enabled: datasetId !== null,
    }),
  );
  const hardwareQuery = useQuery(orpc.hardware.list.queryOptions());
  const accountQuery = useQuery(orpc.account.get.queryOptions());

  const model = modelQuery.data ?? null;
  const dataset = datasetQuery.data ?? null;
  const flavors = hardwareQuery.data ?? null;
  // How long rows are decides where they are cut, and that decides how many are: asked about as it would be without.
  const blind = fillIn(choices, { model, dataset, lengths: null, flavors });
  const lengthsOf = (of: RunConfig) => ({
    model: of.model,
    dataset: of.dataset,
    method: of.method,
    parameters: of.parameters,
  });
  const canCount = isId(blind.model) && blind.dataset !== null && (dataset?.formats.length ?? 0) > 0;
  const firstAsked = useSettled(JSON.stringify(lengthsOf(blind)), 400);
  const firstLengths = useQuery(
    orpc.runs.lengths.queryOptions({
      input: { config: JSON.parse(firstAsked) },
      enabled: canCount,
      placeholderData: keepPreviousData,
    }),
  );
  const isCounted = canCount && firstAsked === JSON.stringify(lengthsOf(blind));
  const facts = { model, dataset, flavors, lengths: (isCounted && firstLengths.data) || null };
  const config = fillIn(choices, facts);
  const asked = useSettled(JSON.stringify(lengthsOf(config)), 400);
  const lengthsQuery = useQuery(
    orpc.runs.lengths.queryOptions({
      input: { config: JSON.parse(asked) },
      enabled: canCount,
      placeholderData: keepPreviousData,
    }),
  );

  const flavor = flavorOf(config, facts);
  const basis = basisOf(choices, config, facts);
  const basisValues = presetValues(basis, config, model, dataset, facts.lengths, flavor);
  const shownParameters = parametersFor(config.method, config.tuning);
  const parameterProblems = Object.fromEntries(
    shownParameters.flatMap((parameter) => {
      const text = typed[parameter.key];
      const problem = text === undefined ? null : valueProblem(parameter, readTyped(parameter, text));
      return problem === null ? [] : [[parameter.key, problem] as const];
    }),
  );
  const changedKeys = shownParameters
    .map(({ key }) => key as ParameterKey)
    .filter((key) => config.parameters[key] !== basisValues[key]);

  const type = useCallback(
    (field: string, text: string | null) =>
      setTyped(({ [field]: _before, ...others }) => (text === null ? others : { ...others, [field]: text })),
    [],
  );
  const setParameter = useCallback(
    <K extends ParameterKey>(key: K, value: ParameterValues[K]) =>
      setChoices((before) => withParameter(before, key, value)),
    [],
  );
  /** `value`: what the preset has. */
  const resetParameter = useCallback(
    <K extends ParameterKey>(key: K, value: ParameterValues[K]) => {
      type(key, null);
      setChoices((before) => withoutParameter(before, key, value));
    },
    [type],
  );
  const set = (change: Partial<RunConfig>) =>
    setChoices((before) => ({ ...before, config: { ...before.config, ...change } }));
  const decide = (own: Follower, change: Partial<RunConfig>) =>
    setChoices((before) => withOwn({ ...before }, standingOf(before), change, own));
  /** What stands now, with parameters left to the preset where they are. */
  const standingOf = (before: Choices): RunConfig => fillIn(before, facts);

  return {
    config,
    choices,
    facts: { ...facts, lengths: lengthsQuery.data ?? facts.lengths },
    account: accountQuery.data ?? null,
    modelQuery,
    datasetQuery,
    hardwareQuery,
    flavor,
    memory: flavor && estimateMemory(config, model, flavor),
    time: flavor && estimateTime(config, model, dataset, facts.lengths, flavor),
    worst: flavor && worstUsd(flavor, config.timeoutSeconds),
    proposedTimeout: proposedTimeout(config, facts),
    preset: changedKeys.length === 0 ? basis : presetOf(config, model, dataset, facts.lengths),
    basis,
    basisValues,
    shownParameters,
    changedKeys,
    parameterProblems,
    typed,
    broken,
    secretValues,
    resumeFrom,
    faults: formFaults({ config, typed, parameterProblems, broken, secretValues, parameters: shownParameters }),

    type,
    set,
    decide,
    /** Lets it follow from the rest again. */
    follow: (own: Follower) => setChoices((before) => ({ ...before, own: { ...before.own, [own]: false } })),
    setModel: (id: string | null) =>
      setChoices((before) => withSubject(before, standingOf(before), facts, { model: id })),
    setDataset: (next: RunConfig['dataset']) =>
      setChoices((before) => withSubject(before, standingOf(before), facts, { dataset: next })),
    setMethod: (method: RunMethod, tuning: Tuning) =>
      setChoices((before) => {
        const standing = standingOf(before);
        const preset = before.preset ?? presetOf(standing, model, dataset, facts.lengths) ?? 'standard';
        const { reward } = withMethod(standing, method, tuning, facts);
        return {
          ...before,
          preset,
          own: {
            ...before.own,
            method: before.own.method || method !== standing.method,
            tuning: before.own.tuning || tuning !== standing.tuning,
          },
          config: { ...standing, method, tuning, reward },
        };
      }),
    setPreset(preset: PresetId) {
      setTyped({});
      setChoices((before) => ({ ...before, preset, changed: {} }));
    },
    setParameter,
    resetParameter,
    applyChange(change: ConfigChange) {
      setTyped({});
      setChoices((before) => withChange(before, standingOf(before), change));
    },
    /** The whole of it, as from a file or a text. */
    replace(next: RunConfig) {
      setTyped({});
      setChoices(keptChoices(next));
    },
    /** As it was before. */
    restore(before: Choices, resume: string | null) {
      setTyped({});
      setResumeFrom(resume);
      setChoices(before);
    },
    /** Begins anew, with nothing decided. */
    restart(next: RunConfig) {
      setTyped({});
      setBroken({});
      setSecretValues({});
      setResumeFrom(null);
      setChoices(openChoices(next));
    },
    /** What `replace` would make of it. */
    asReplaced: (next: RunConfig) => fillIn(keptChoices(next), facts),
    setBroken: (format: TextFormat, text: string | null) =>
      setBroken(({ [format]: _before, ...others }) => (text === null ? others : { ...others, [format]: text })),
    setSecret: (name: string, value: string | null) =>
      setSecretValues(({ [name]: _before, ...others }) => (value === null ? others : { ...others, [name]: value })),
  };
}

export type TrainForm = ReturnType<typeof useTrainForm>;
