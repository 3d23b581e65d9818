import { expect, it } from 'vitest';
import { mappingSchema, type Mapping } from '@hubdesk/shared/datasets/mapping';
import { emptyForm, formOf, mappingLines, mappingOf, shapeKinds, withKind } from './mapping-shapes.ts';

const one: Record<Mapping['kind'], Mapping> = {
  sharegpt: { kind: 'sharegpt', conversations: 'c', system: null, roles: { human: 'user' } },
  messages: { kind: 'messages', messages: 'm', role: 'who', content: 'what', roles: {} },
  alpaca: { kind: 'alpaca', instruction: 'i', input: null, output: 'o', system: 's' },
  conversation: { kind: 'conversation', system: null, user: 'q', assistant: 'a' },
  'prompt-completion': { kind: 'prompt-completion', prompt: 'p', completion: 'c' },
  text: { kind: 'text', template: '{title}\n{body}' },
  preference: { kind: 'preference', prompt: null, chosen: 'c', rejected: 'r' },
  'unpaired-preference': { kind: 'unpaired-preference', prompt: 'p', completion: 'c', label: 'l', good: '1' },
  prompt: { kind: 'prompt', prompt: 'p', keep: ['solution'] },
};

it('has a form for each kind of mapping, and gives back what it was made of', () => {
  expect(shapeKinds.toSorted()).toEqual(mappingSchema.options.map((option) => option.shape.kind.value).toSorted());
  for (const mapping of Object.values(one)) expect(mappingOf(formOf(mapping))).toEqual(mapping);
});

it('guesses columns by their names and asks for the rest', () => {
  const names = ['id', 'Question', 'reference'];
  const form = emptyForm(names);
  expect(form.columns).toEqual({ user: 'Question' });
  expect(mappingOf(form)).toBeNull();
  expect(mappingOf({ ...form, columns: { ...form.columns, assistant: 'reference' } })).toEqual({
    kind: 'conversation',
    system: null,
    user: 'Question',
    assistant: 'reference',
  });
});

it('keeps what was chosen when another shape is looked at', () => {
  const form = { ...emptyForm(['q', 'a']), columns: { user: 'q', assistant: 'a' } };
  const there = withKind(form, 'messages', ['q', 'a']);
  expect(there.columns).toMatchObject({ role: 'role', content: 'content', user: 'q' });
  expect(mappingOf(withKind(there, 'conversation', ['q', 'a']))).toEqual({
    kind: 'conversation',
    system: null,
    user: 'q',
    assistant: 'a',
  });
});

it('is no mapping while a template or the good verdict is blank', () => {
  expect(mappingOf({ ...formOf(one.text), template: ' ' })).toBeNull();
  expect(mappingOf({ ...formOf(one['unpaired-preference']), good: '' })).toBeNull();
});

it('says in lines what becomes what', () => {
  expect(mappingLines(one.sharegpt)).toEqual([
    { from: 'c', to: 'conversation' },
    { from: 'human', to: 'user' },
  ]);
  expect(mappingLines(one['unpaired-preference']).at(-1)).toEqual({ from: 'l = 1', to: 'good' });
});
