import { describe, expect, test } from 'vitest';
import { deployModelOf, identityOf, jobHardware, organizationOf, spaceHardware } from './deploy-facts.fixture.ts';
import { type DeployKind, deployKinds } from './deploy-kinds.ts';
import { deployOptions, type OptionsGiven } from './deploy-options.ts';
import { planRights } from './plan-rights.ts';

const organizations = [
  organizationOf('tidewater', 'team'),
  organizationOf('northwind', 'enterprise', true),
  organizationOf('loose', null),
];

function optionsFor(
  namespace: string,
  given: Partial<OptionsGiven> = {},
  account: Parameters<typeof identityOf>[0] = {},
) {
  const identity = identityOf({ organizations, ...account });
  const options = deployOptions({
    namespace,
    identity,
    rights: planRights(identity, namespace),
    model: deployModelOf({}, { parameters: 0.6e9 }),
    template: 'chat',
    spaceFlavors: spaceHardware,
    jobFlavors: jobHardware,
    zeroGpuSpaces: 0,
    quota: null,
    hubUrl: 'https://hub.test',
    ...given,
  });
  const of = (kind: DeployKind) => options[deployKinds.indexOf(kind)] ?? options[0]!;
  return {
    options,
    of,
    states: options.map(({ state }) => state).join(' '),
    best: options.find((each) => each.recommended)?.kind,
  };
}

//                                     zero-gpu gpu cpu static job
test.each([
  ['a free account', 'sandy', {}, 0, 'yes unclear no yes unclear', 'zero-gpu'],
  ['a free account with a card', 'sandy', { canPay: true }, 0, 'yes yes no yes yes', 'zero-gpu'],
  ['a free account with its two ZeroGPU Spaces', 'sandy', {}, 2, 'no unclear no yes unclear', 'gpu'],
  ['a free account whose Spaces could not be counted', 'sandy', {}, null, 'unclear unclear no yes unclear', 'zero-gpu'],
  ['PRO', 'sandy', { isPro: true }, 2, 'yes yes yes yes yes', 'zero-gpu'],
  ['PRO with ten ZeroGPU Spaces', 'sandy', { isPro: true }, 10, 'no yes yes yes yes', 'cpu'],
  ['a Team organization', 'tidewater', {}, 49, 'yes unclear yes yes unclear', 'zero-gpu'],
  ['a Team organization with fifty', 'tidewater', {}, 50, 'no unclear yes yes unclear', 'cpu'],
  ['an Enterprise organization that may be charged', 'northwind', {}, 0, 'yes yes yes yes yes', 'zero-gpu'],
  ['an organization without a plan', 'loose', { isPro: true, canPay: true }, 0, 'no unclear no yes unclear', 'gpu'],
] as const)('%s', (_, namespace, account, zeroGpuSpaces, states, best) => {
  const found = optionsFor(namespace, { zeroGpuSpaces }, account);
  expect(found.states).toBe(states);
  expect(found.best).toBe(best);
  for (const { reason } of found.options) expect(reason).toMatch(/^[A-Z].*\.$/);
});

describe('what is said beside the answer', () => {
  test('plans and credits are linked where they would help, at the Hub that is asked', () => {
    const free = optionsFor('sandy');
    expect(free.of('cpu').link?.url).toBe('https://hub.test/pricing');
    expect(free.of('job').link?.url).toBe('https://hub.test/settings/billing');
    expect(optionsFor('loose').of('gpu').link?.url).toBe('https://hub.test/organizations/loose/settings/billing');
    expect(optionsFor('sandy', { zeroGpuSpaces: 2 }).of('zero-gpu').reason).toContain(
      'All 2 ZeroGPU Spaces that your account may have',
    );
  });

  test('what is left of the GPU time is told', () => {
    const quota = { baseSeconds: 300, leftSeconds: 240, resetsAt: null };
    expect(optionsFor('sandy', { quota }).of('zero-gpu').reason).toContain(
      '4 minutes of GPU time are left for you today.',
    );
  });

  test('hardware is listed cheapest first with how the model fits, and ZeroGPU is not among it', () => {
    const { of } = optionsFor('sandy', { model: deployModelOf({}, { parameters: 8.19e9 }) });
    expect(
      of('gpu').flavors.map(({ name, fit, usdPerHour }) => [
        name,
        fit,
        usdPerHour && Math.round(usdPerHour * 100) / 100,
      ]),
    ).toEqual([
      ['t4-small', 'no', 0.4],
      ['a10g-small', 'tight', 1],
      ['a100-large', 'fits', 2.5],
      ['l4x4', 'fits', 3.8],
    ]);
    expect(of('gpu').usdPerHour).toBeCloseTo(1);
    expect(of('job').usdPerHour).toBeCloseTo(1);
    expect(of('cpu').flavors).toEqual([]);
  });
});

describe('what cannot be', () => {
  test('a model that is larger than everything is only shown', () => {
    const found = optionsFor(
      'sandy',
      { model: deployModelOf({}, { parameters: 400e9 }) },
      { isPro: true, canPay: true },
    );
    expect(found.states).toBe('no no no yes no');
    expect(found.of('zero-gpu').reason).toContain('48 GB');
    expect(found.best).toBe('static');
  });

  test('only models that write are served on a job', () => {
    expect(optionsFor('sandy', { template: 'embeddings' }, { canPay: true }).of('job').state).toBe('no');
  });

  test('nothing is offered that the Hub does not list', () => {
    expect(
      optionsFor('sandy', { spaceFlavors: spaceHardware.slice(0, 1), jobFlavors: [] }, { canPay: true }).states,
    ).toBe('no no no yes no');
  });
});

test('a model whose size nobody knows may fit anywhere, and an adapter’s own size says nothing', () => {
  for (const model of [
    null,
    deployModelOf({ weightsBytes: null }, { parameters: null }),
    deployModelOf({ kind: 'adapter', weightsBytes: 40e6 }, { parameters: 20e6 }),
  ]) {
    const { of } = optionsFor('sandy', { model }, { canPay: true });
    expect(of('gpu').state).toBe('yes');
    expect(new Set(of('gpu').flavors.map(({ fit }) => fit))).toEqual(new Set(['unknown']));
  }
  const onLarge = deployModelOf({ kind: 'adapter', weightsBytes: 40e6 }, { parameters: 70e9 });
  expect(optionsFor('sandy', { model: onLarge }, { canPay: true }).of('gpu').state).toBe('no');
});

test('quantized weights are counted as they are stored', () => {
  const model = deployModelOf({ weightsBytes: 5e9 }, { parameters: 8.19e9, quantization: 'bitsandbytes 4-bit' });
  expect(optionsFor('sandy', { model }).of('gpu').flavors[0]).toMatchObject({ name: 't4-small', fit: 'fits' });
});
