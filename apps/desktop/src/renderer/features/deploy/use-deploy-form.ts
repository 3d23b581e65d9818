// The form's state and everything that follows from it. State is what the person
// decided and typed; facts come from the host; the rest is worked out each time.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { isModelId } from '../../ui/model-id.ts';
import { useState } from 'react';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { planRights } from '@hubdesk/shared/spaces/plan-rights';
import { spaceFiles } from '@hubdesk/shared/spaces/space-files';
import { orpc } from '../../api/client.ts';
import {
  type Choices,
  fillIn,
  type Follower,
  keptChoices,
  openChoices,
  optionOf,
  withOwn,
  withPatch,
  withSubject,
} from './deploy-choices.ts';
import { deployFaults, type Place } from './deploy-faults.ts';
import type { DeployStart } from './use-deploy-start.ts';
import { useNameCheck } from './use-name-check.ts';

export function useDeployForm(start: DeployStart) {
  const [choices, setChoices] = useState<Choices>(start.choices);
  /** Numbers that are being typed and are none yet. */
  const [typed, setTyped] = useState<Readonly<Record<string, { place: Place; problem: string }>>>({});
  const [secretValues, setSecretValues] = useState<Readonly<Record<string, string>>>({});
  const [agreed, setAgreed] = useState(false);
  /** Nobody is shown a name that is taken before they have chosen one. */
  const [freeNames, setFreeNames] = useState<Readonly<Record<string, string>>>({});
  /** Of each file that was edited here: the text it came from. */
  const [origins, setOrigins] = useState<Readonly<Record<string, string>>>({});

  const { data: account = null } = useQuery(orpc.account.get.queryOptions());
  const { namespace } = choices.config;
  const modelId = choices.config.model;
  const modelQuery = useQuery(
    orpc.deployments.model.queryOptions({
      input: { model: modelId ?? '-/-' },
      enabled: modelId !== null && isModelId(modelId),
    }),
  );
  const model = modelQuery.data ?? null;
  // What can be had depends on the template, and that on nothing but the model.
  const { template } = fillIn(choices, { model, options: null });
  const optionsQuery = useQuery(
    orpc.deployments.options.queryOptions({
      // Of a model that cannot be looked up nothing is asked: the ways are shown as for any.
      input: {
        namespace,
        model: modelQuery.error ? null : modelId,
        template,
        deployment: choices.again?.id ?? null,
      },
      enabled: !modelQuery.isLoading,
      placeholderData: keepPreviousData,
    }),
  );
  const facts = { model, options: optionsQuery.data ?? null, freeNames };
  const isModelSought = modelQuery.isLoading;
  const waitsFor = isModelSought
    ? 'The model is looked up.'
    : optionsQuery.isPending || optionsQuery.isPlaceholderData
      ? 'The ways to deploy are looked up.'
      : null;
  const config = fillIn(choices, facts);
  const nameCheck = useNameCheck(namespace, config.name, config.kind !== 'job');
  const { answer } = nameCheck;
  const fullName = `${namespace}/${config.name}`;
  if (
    !choices.own.name &&
    choices.again === null &&
    answer !== null &&
    answer.state !== 'free' &&
    answer.offer !== null &&
    !(fullName in freeNames)
  )
    setFreeNames({ ...freeNames, [fullName]: answer.offer });
  const option = optionOf(config, facts);
  const flavor = option?.flavors.find(({ name }) => name === config.flavor) ?? null;
  const usdPerHour = flavor ? flavor.usdPerHour : (option?.usdPerHour ?? null);
  const generated = spaceFiles({ ...config, files: {} }, model);

  const set = (change: Partial<DeployConfig>) =>
    setChoices((before) => ({ ...before, config: { ...before.config, ...change } }));
  const forget = () => {
    setTyped({});
    setOrigins({});
  };

  return {
    config,
    choices,
    source: choices.source,
    account,
    rights: account?.identity ? planRights(account.identity, namespace) : null,
    facts,
    modelQuery,
    optionsQuery,
    /** What must be known before anything here can be meant; null: all is. */
    waitsFor,
    /** Something is known to make files from. */
    hasFacts: !isModelSought && !optionsQuery.isPending,
    option,
    flavor,
    /** Where it runs, for an hour; null: not known. */
    usdPerHour,
    /** Of a job, at most; null: not known, or no job. */
    worstUsd:
      config.kind === 'job' && usdPerHour !== null ? (usdPerHour / 60) * Math.ceil(config.timeoutSeconds / 60) : null,
    /** The hardware that would be taken without a word from anybody. */
    bestFlavor: fillIn({ ...choices, own: { ...choices.own, flavor: false } }, facts).flavor,
    name: nameCheck,
    generated,
    /** Files edited by hand that the answers would now make otherwise than when they were edited. */
    passedOver: generated
      .filter(({ path, text }) => path in config.files && origins[path] !== undefined && origins[path] !== text)
      .map(({ path }) => path),
    origins,
    typed,
    secretValues,
    agreed,
    faults: deployFaults({
      config,
      source: choices.source,
      typed,
      secretValues,
      modelProblem: model?.problem ?? null,
      agreed,
    }),

    set,
    decide: (own: Follower, change: Partial<DeployConfig>) =>
      setChoices((before) => withOwn(before, fillIn(before, facts), change, own)),
    /** Lets it follow from the rest again. */
    follow: (own: Follower) => setChoices((before) => ({ ...before, own: { ...before.own, [own]: false } })),
    setModel: (id: string | null) => setChoices((before) => withSubject(before, facts, { model: id })),
    setSource: (source: Choices['source']) => setChoices((before) => withSubject(before, facts, { source })),
    /** `problem` null: it is a number that can be taken. */
    type: (label: string, place: Place, problem: string | null) =>
      setTyped(({ [label]: _before, ...others }) =>
        problem === null ? others : { ...others, [label]: { place, problem } },
      ),
    setSecret: (name: string, value: string | null) =>
      setSecretValues(({ [name]: _before, ...others }) => (value === null ? others : { ...others, [name]: value })),
    setAgreed,
    /** `origin`: the text it is made from, where there is one. */
    setFile(path: string, text: string, origin: string | null) {
      if (origin !== null && !(path in config.files)) setOrigins((before) => ({ ...before, [path]: origin }));
      set({ files: { ...config.files, [path]: text } });
    },
    /** Back to the generated one; one that was added is gone. */
    dropFile(path: string) {
      const { [path]: _gone, ...files } = config.files;
      setOrigins(({ [path]: _origin, ...others }) => others);
      set({ files });
    },
    applyPatch(patch: Readonly<Record<string, unknown>>) {
      setTyped({});
      setChoices((before) => withPatch(before, facts, patch));
    },
    /** The whole of it. */
    replace(next: DeployConfig) {
      forget();
      setChoices(keptChoices(next));
    },
    /** As it was before. */
    restore(before: Choices) {
      forget();
      setChoices(before);
    },
    /** Begins anew, with nothing decided. */
    restart(owner: string) {
      forget();
      setSecretValues({});
      setAgreed(false);
      setChoices(openChoices(owner, null));
    },
  };
}

export type DeployForm = ReturnType<typeof useDeployForm>;
