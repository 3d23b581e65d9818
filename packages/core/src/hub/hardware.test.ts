import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { fetchHardware } from './hardware.ts';
import { createHubClient } from './hub-client.ts';

let sandbox: SandboxHub;
beforeEach(async () => {
  sandbox = await startSandboxHub({ spaces: { python: 'none' } });
});
afterEach(() => sandbox.close());

const asked = () =>
  fetchHardware(createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, systemClock), {});
const says = (body: unknown) =>
  sandbox.fail('GET /api/jobs/hardware', { body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('the list of hardware', () => {
  it('is the Hub’s own, cheapest first', async () => {
    const flavors = await asked();
    expect(flavors[0]).toEqual({
      name: 'cpu-basic',
      label: 'CPU Basic',
      cpu: '2 vCPU',
      memory: '16 GB',
      disk: '20 GB',
      accelerator: null,
      usdPerMinute: 0.000167,
    });
    expect(flavors.find(({ name }) => name === 'l4x4')).toMatchObject({
      disk: '3.2 TB',
      accelerator: { kind: 'gpu', model: 'L4', count: 4, memoryGb: 96 },
      usdPerMinute: 0.063333,
    });
    const prices = flavors.map(({ usdPerMinute }) => usdPerMinute ?? Infinity);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  });

  it('leaves out what cannot be read, and says what it cannot tell', async () => {
    says([
      { name: 'nameless-price', unitLabel: 'fortnight', unitCostUSD: 3 },
      {
        name: 'tpu-9',
        prettyName: 'TPU',
        accelerator: { type: 'tpu', model: 'v9', quantity: 2, vram: 'plenty' },
        unitCostUSD: '0.5',
      },
      { name: 'by-the-hour', unitCostMicroUSD: 6_000_000, unitLabel: 'hour', ram: 4 },
      { name: 'odd', accelerator: { type: 'gpu', model: 'X', quantity: 'many' } },
      { prettyName: 'nobody' },
      null,
      'text',
    ]);
    expect(await asked()).toEqual([
      {
        name: 'by-the-hour',
        label: 'by-the-hour',
        cpu: '',
        memory: '',
        disk: null,
        accelerator: null,
        usdPerMinute: 0.1,
      },
      {
        name: 'tpu-9',
        label: 'TPU',
        cpu: '',
        memory: '',
        disk: null,
        accelerator: { kind: 'tpu', model: 'v9', count: 2, memoryGb: null },
        usdPerMinute: 0.5,
      },
      {
        name: 'nameless-price',
        label: 'nameless-price',
        cpu: '',
        memory: '',
        disk: null,
        accelerator: null,
        usdPerMinute: null,
      },
    ]);
  });

  it('that is no list is none', async () => {
    says({ hardware: [] });
    await expect(asked()).rejects.toMatchObject({ code: 'HUB_CHANGED' });
    says('[{"name":');
    await expect(asked()).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });
});
