// What Jobs and Spaces can run on, from the Hub's live lists (reference hub-api 3.3, 4.3). An entry that cannot be
// read is left out, so that one newer than this app hides none of the others.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { z } from 'zod';
import type { HubCall, HubClient } from './hub-client.ts';
import { readable } from './job-schema.ts';

const amount = z.union([z.number(), z.string()]).transform((given, context): number => {
  const number = Number(given);
  if (given !== '' && Number.isFinite(number) && number >= 0) return number;
  context.addIssue('is no number');
  return z.NEVER;
});
const words = z.string().nullish().catch(null);

const flavorSchema = z
  .object({
    name: z.string().min(1),
    prettyName: words,
    cpu: words,
    ram: words,
    ephemeralStorage: words,
    accelerator: z
      .object({
        type: z.string(),
        model: z.string(),
        quantity: amount,
        vram: z.union([z.string(), z.number()]).nullish().catch(null),
      })
      .nullish(),
    unitCostUSD: amount.nullish().catch(null),
    unitCostMicroUSD: amount.nullish().catch(null),
    unitLabel: words,
  })
  .transform((row): Flavor => ({
    name: row.name,
    label: row.prettyName ?? row.name,
    cpu: row.cpu ?? '',
    memory: row.ram ?? '',
    disk: row.ephemeralStorage ?? null,
    accelerator: row.accelerator
      ? {
          kind: row.accelerator.type,
          model: row.accelerator.model,
          count: row.accelerator.quantity,
          memoryGb: gigabytes(row.accelerator.vram),
        }
      : null,
    usdPerMinute: usdPerMinute(row),
  }));

/** All hardware a job can ask for, cheapest first, and last what has no price that can be read. Public: no token is sent. */
export function fetchHardware(hub: HubClient, call: { signal?: AbortSignal | undefined }): Promise<Flavor[]> {
  return fetchFlavors(hub, 'jobs', call);
}

/** The list of `/api/jobs/hardware` or `/api/spaces/hardware`, in that order. */
export async function fetchFlavors(hub: HubClient, of: 'jobs' | 'spaces', call: HubCall): Promise<Flavor[]> {
  const schema = z.array(z.unknown()).pipe(readable(flavorSchema));
  const { value } = await hub.get(`${hub.address.hubUrl}/api/${of}/hardware`, schema, {
    ...call,
    what: 'The list of hardware',
  });
  return value.toSorted(
    (a, b) => (a.usdPerMinute ?? Infinity) - (b.usdPerMinute ?? Infinity) || a.name.localeCompare(b.name),
  );
}

const minutesOf: Record<string, number> = { minute: 1, hour: 60 };

function usdPerMinute({
  unitCostUSD,
  unitCostMicroUSD,
  unitLabel,
}: {
  unitCostUSD?: number | null | undefined;
  unitCostMicroUSD?: number | null | undefined;
  unitLabel?: string | null | undefined;
}): number | null {
  const minutes = minutesOf[unitLabel ?? 'minute'];
  const usd = typeof unitCostMicroUSD === 'number' ? unitCostMicroUSD / 1e6 : unitCostUSD;
  return minutes === undefined || typeof usd !== 'number' ? null : usd / minutes;
}

const gigabytesIn: Record<string, number> = { MB: 1 / 1000, GB: 1, TB: 1000 };

/** `16 GB`, as the Hub words it. */
function gigabytes(text: string | number | null | undefined): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([MGT])i?B$/i.exec(String(text).trim()) ?? [];
  const factor = unit === undefined ? undefined : gigabytesIn[`${unit.toUpperCase()}B`];
  return number === undefined || factor === undefined ? null : Number(number) * factor;
}
