import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import { expect, it } from 'vitest';
import { fillIn, keptChoices, openChoices, withOwn, withPatch, withSubject } from './deploy-choices.ts';
import { deployModel, deployOptions } from './deploy-facts.fixture.ts';

const facts = { model: deployModel(), options: deployOptions };
const open = () => openChoices('sandy', 'sandy/tiny-llama');

it('proposes what is recommended, and what fits the model', () => {
  expect(fillIn(open(), facts)).toMatchObject({
    model: 'sandy/tiny-llama',
    kind: 'zero-gpu',
    template: 'chat',
    name: 'tiny-llama',
    flavor: null,
    sleepSeconds: null,
  });
});

it('lets the hardware follow from the place that was chosen, and what was decided stay', () => {
  const decided = withOwn(open(), fillIn(open(), facts), { kind: 'gpu' }, 'kind');
  expect(fillIn(decided, facts)).toMatchObject({ kind: 'gpu', flavor: 't4-small', sleepSeconds: 3_600 });
  const larger = withOwn(decided, fillIn(decided, facts), { flavor: 'a10g-small' }, 'flavor');
  expect(fillIn(larger, facts).flavor).toBe('a10g-small');
  // Hardware of one place is none of another.
  const elsewhere = withOwn(larger, fillIn(larger, facts), { kind: 'static' }, 'kind');
  expect(fillIn(elsewhere, facts)).toMatchObject({ kind: 'static', flavor: null, sleepSeconds: null });
});

it('takes another model with all that follows from it, and keeps what was written by hand', () => {
  const mine = withOwn(open(), fillIn(open(), facts), { title: 'Low tide' }, 'title');
  const next = withSubject(mine, facts, { model: 'sandy/calm-or-storm' });
  const other = {
    ...facts,
    model: deployModel({ templates: ['classification'], private: true }, 'sandy/calm-or-storm'),
  };
  expect(fillIn(next, other)).toMatchObject({
    template: 'classification',
    name: 'calm-or-storm',
    title: 'Low tide',
    visibility: 'private',
    access: 'volume',
  });
});

it('goes on from kept answers as they are', () => {
  const kept = keptChoices(exampleDeployConfig);
  const { sleepSeconds: _sleep, ...same } = exampleDeployConfig;
  expect(fillIn(kept, facts)).toMatchObject(same);
  expect(fillIn(kept, { model: null, options: null })).toEqual(exampleDeployConfig);
});

it('lays a proposal of a check over the answers, and lets nothing write over it', () => {
  const patched = withPatch(open(), facts, { kind: 'job', flavor: 'a10g-small', name: 'tiny-llama-2' });
  expect(fillIn(patched, facts)).toMatchObject({
    kind: 'job',
    flavor: 'a10g-small',
    name: 'tiny-llama-2',
    title: 'Tiny llama',
  });
});

it('makes a folder an app of its own, and goes back to the model', () => {
  const folder = withSubject(open(), facts, { source: 'folder' });
  expect(fillIn(folder, facts)).toMatchObject({ template: 'folder', model: 'sandy/tiny-llama' });
  expect(fillIn(withSubject(folder, facts, { source: 'model' }), facts).template).toBe('chat');
});
