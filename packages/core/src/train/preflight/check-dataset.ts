// The dataset: there, with the parts the run names and rows in them; and in a
// format the method takes.
import { presetValues } from '@hubdesk/shared/train/presets';
import type { RunMethod } from '@hubdesk/shared/train/methods';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { DatasetFacts } from '@hubdesk/shared/train/run-facts';
import { fittingMethods, usedFormat } from '@hubdesk/shared/train/used-format';
import type { RowFormat } from '@hubdesk/shared/datasets/training-format';
import { change, fine, type Found, go, notNeeded, stops, unknown, warning } from './check-found.ts';
import type { Asked } from './preflight-parts.ts';

const ownScript = notNeeded('Your own script reads its data itself.');
const noDataset = stops('No dataset is chosen.');

export async function checkDataset({ config, dataset }: Asked): Promise<Found> {
  const chosen = config.dataset;
  if (dataset === null || chosen === null) return config.script === null ? noDataset : ownScript;
  const facts = await dataset;
  const names = facts.splits.map(({ split }) => split);
  const train = facts.splits.find(({ split }) => split === chosen.train);
  if (!train) return stops(`${chosen.id} has no split ${chosen.train}: it has ${names.join(', ')}.`, placeOf(chosen.id));
  if (train.rows === 0) return stops(`The split ${chosen.train} has no rows.`, placeOf(chosen.id));
  const without = change('Train without evaluation', { evaluation: null });
  if (chosen.evaluation !== null && !names.includes(chosen.evaluation))
    return stops(`${chosen.id} has no split ${chosen.evaluation} to evaluate with: it has ${names.join(', ')}.`, without);
  if (chosen.evaluation === chosen.train)
    return warning('It is evaluated with the rows it is trained on, which proves nothing.', without);
  const evaluated = facts.splits.find(({ split }) => split === chosen.evaluation);
  if (evaluated?.rows === 0) return stops(`The split ${evaluated.split} has no rows.`, without);
  const rows = train.rows === null ? 'Its rows are not counted' : countWords(train.rows, 'row');
  return fine(`${rows} to train on${evaluated ? `, ${evaluated.rows === null ? evaluated.split : countWords(evaluated.rows, 'row')} to evaluate with` : ''}.`);
}

export async function checkFormat(asked: Asked): Promise<Found> {
  const { config, dataset } = asked;
  if (config.script !== null) return ownScript;
  if (dataset === null) return unknown('There is no dataset to look at.');
  const facts = await dataset;
  const format = usedFormat(config.method, facts);
  if (format === null) return unfit(asked, facts);
  return config.method === 'grpo' ? checkReward(config, facts) : fine(`The rows are ${formatWords[format]}, which ${methodWords[config.method]} trains on.`);
}

function checkReward({ reward }: RunConfig, facts: DatasetFacts): Found {
  if (reward === null) return stops('GRPO needs a reward: choose what makes an answer a good one.');
  if (reward.kind === 'contains-column' && !facts.columns.includes(reward.value))
    return stops(`The reward looks for the column “${reward.value}”, and there is none: there are ${facts.columns.join(', ')}.`);
  if (reward.kind === 'matches-pattern' && reward.value === '') return stops('The reward’s pattern is empty, which every answer matches.');
  if (reward.kind === 'near-length' && !(Number(reward.value) > 0)) return stops('The reward needs a number of characters.');
  return fine('The rows are prompts, which GRPO trains on.');
}

async function unfit({ config, model }: Asked, facts: DatasetFacts): Promise<Found> {
  if (facts.problem !== null) return stops(facts.problem, placeOf(facts.dataset));
  const others = fittingMethods(facts);
  const [first] = others;
  const words = facts.formats.map((each) => formatWords[each])[0] ?? 'something else';
  const finding = `The rows are ${words}, which ${methodWords[config.method]} does not train on.`;
  if (first === undefined || first === 'grpo') return stops(finding, placeOf(facts.dataset));
  const changed: RunConfig = { ...config, method: first, reward: null };
  const parameters = presetValues('standard', changed, (await model?.catch(() => null)) ?? null, facts, null);
  return stops(finding, change(`Train with ${methodWords[first]}`, { method: first, parameters }));
}

export const methodWords: Record<RunMethod, string> = { sft: 'SFT', dpo: 'DPO', kto: 'KTO', grpo: 'GRPO' };

const formatWords: Record<RowFormat, string> = {
  messages: 'conversations',
  'prompt-completion': 'prompts with completions',
  text: 'plain text',
  preference: 'pairs of a better and a worse answer',
  'unpaired-preference': 'answers with a verdict each',
  prompt: 'prompts',
};

function placeOf(dataset: string) {
  return go('Open it in Datasets', dataset.includes('/') ? `/datasets/hub/${dataset}` : '/datasets');
}

export function countWords(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;
}
