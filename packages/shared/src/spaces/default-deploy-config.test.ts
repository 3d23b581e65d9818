import { expect, test } from 'vitest';
import { defaultDeployConfig } from './default-deploy-config.ts';
import { deployConfigSchema } from './deploy-config.ts';
import { deployModelOf } from './deploy-facts.fixture.ts';
import type { DeployOption } from './deployment.ts';

const flavor = (name: string, fit: 'fits' | 'tight' | 'no' | 'unknown') => ({
  name,
  label: name,
  usdPerHour: 1,
  memoryGb: 16,
  fit,
});
const option = (given: Partial<DeployOption>): DeployOption => ({
  kind: 'zero-gpu',
  state: 'yes',
  reason: '',
  link: null,
  usdPerHour: 0,
  flavors: [],
  recommended: false,
  ...given,
});
const defaults = (model: ReturnType<typeof deployModelOf> | null, ...options: DeployOption[]) => {
  const config = defaultDeployConfig({ account: 'sandy', model, options });
  expect(deployConfigSchema.parse(config)).toEqual(config);
  return config;
};

test('an open model becomes a public Space of the recommended kind, called as it is', () => {
  expect(defaults(deployModelOf(), option({ kind: 'static' }), option({ recommended: true }))).toMatchObject({
    model: 'Qwen/Qwen3-8B',
    kind: 'zero-gpu',
    template: 'chat',
    namespace: 'sandy',
    name: 'Qwen3-8B',
    visibility: 'public',
    access: 'none',
    title: 'Qwen3 8B',
    description: 'Chat with Qwen3-8B',
    flavor: null,
    sleepSeconds: null,
  });
});

test('paid hardware is the cheapest where the model fits, and sleeps', () => {
  const flavors = [flavor('t4-small', 'no'), flavor('l4x1', 'tight'), flavor('a10g-small', 'fits')];
  expect(defaults(deployModelOf(), option({ kind: 'gpu', flavors, recommended: true }))).toMatchObject({
    flavor: 'a10g-small',
    sleepSeconds: 3_600,
  });
  expect(
    defaults(deployModelOf(), option({ kind: 'job', flavors: flavors.slice(0, 2), recommended: true })),
  ).toMatchObject({ flavor: 'l4x1', sleepSeconds: null });
});

test('a private model stays private and is mounted; one that is gated is read with a token', () => {
  expect(defaults(deployModelOf({ private: true }))).toMatchObject({ visibility: 'private', access: 'volume' });
  expect(defaults(deployModelOf({}, { access: 'let-in' }))).toMatchObject({ visibility: 'public', access: 'secret' });
  const base = { model: 'meta/base', private: false, access: 'asks', url: '' } as const;
  expect(defaults(deployModelOf({ kind: 'adapter', private: true, base }))).toMatchObject({
    visibility: 'private',
    access: 'secret',
  });
});

test('without a model it is a folder, and a name that the Hub refuses becomes one that it takes', () => {
  expect(defaults(null)).toMatchObject({ model: null, template: 'folder', name: 'my-app', kind: 'static' });
  const long = defaults(deployModelOf({}, { model: `sandy/${'x-'.repeat(45)}_.git` }));
  expect(long.description).toHaveLength(60);
});
