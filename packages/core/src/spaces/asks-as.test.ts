import { expect, it } from 'vitest';
import { hubSpaceSchema } from '../hub/space-schema.ts';
import { asksWithToken } from './asks-as.ts';

const asker = { account: 'sandy', namespaces: ['sandy', 'tidewater'] };
const gpu = (flavor: string) => ({ stage: 'RUNNING', hardware: { current: flavor, requested: flavor } });
const space = (id: string, more: object = {}) =>
  hubSpaceSchema('https://huggingface.co').parse({ id, private: false, runtime: gpu('cpu-basic'), ...more });

it.each([
  ['one’s own', space('Sandy/app'), true],
  ['a private one', space('riley/app', { private: true }), true],
  ['one of an organization', space('tidewater/app'), false],
  ['one of an organization, on ZeroGPU', space('tidewater/app', { runtime: gpu('zero-a10g') }), true],
  ['a protected one of an organization', space('tidewater/app', { visibility: 'protected' }), false],
  ['a stranger’s on ZeroGPU', space('riley/app', { runtime: gpu('zero-a10g') }), false],
  ['one whose owner’s name only begins like ours', space('sandy-beach/app'), false],
])('asks %s as the person: %s', (_name, asked, expected) => {
  expect(asksWithToken(asked, asker)).toBe(expected);
});

it('asks as a stranger where nobody knows who asks', () => {
  expect(asksWithToken(space('sandy/app'), { account: null, namespaces: [] })).toBe(false);
});
