// What a Space says while it is built and while it runs, and how it fares, as event streams that stay open.
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { seeRepo, writeRepo } from '../repos/access.ts';
import type { Spaces } from '../spaces/open-spaces.ts';
import { SPACE_FLAVORS } from '../spaces/space-hardware.ts';
import { runtimeOf, type Space } from '../spaces/space.ts';

const KEEP_ALIVE_MS = 15_000;
const METRICS_EVERY_MS = 1000;
// The Hub's keep-alive in these streams is a data line with nothing on it.
const KEEP_ALIVE = 'data:\n\n';

export function spaceLogRoutes(hub: HubContext, spaces: Spaces): Route[] {
  const one = '/api/spaces/:namespace/:name';
  return [
    ...(['build', 'run'] as const).map((kind): Route => ({
      method: 'GET',
      pattern: `${one}/logs/${kind}`,
      answer: (request) => {
        const space = spaces.of(writeRepo(hub, request, 'space').repo);
        const log = kind === 'build' ? space.buildLog : space.runLog;
        const tail = tailOf(request);
        return stream(log.read({ tail, gone: request.gone, keepAliveMs: KEEP_ALIVE_MS, keepAlive: KEEP_ALIVE }));
      },
    })),
    {
      method: 'GET',
      pattern: `${one}/events`,
      answer: (request) => stream(events(spaces.of(seeRepo(hub, request, 'space').repo), request.gone)),
    },
    {
      method: 'GET',
      pattern: `${one}/metrics`,
      answer: (request) => stream(metrics(spaces.of(writeRepo(hub, request, 'space').repo), request.gone)),
    },
  ];
}

function stream(body: AsyncIterable<string | Uint8Array>): Reply {
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body };
}

function tailOf({ query }: HubRequest): number | undefined {
  const text = query.first('tail');
  if (text === undefined) return undefined;
  const tail = Number(text);
  if (!Number.isInteger(tail) || tail < 0) throw new Refusal(400, 'Invalid input: tail');
  return tail;
}

/** The runtime now, and again after each change. Every change is told, however fast they come. */
async function* events(space: Space, gone: AbortSignal): AsyncGenerator<string> {
  const frame = () => `data: ${JSON.stringify(runtimeOf(space))}\n\n`;
  const waiting = [frame()];
  let wake = () => {};
  const changed = () => {
    waiting.push(frame());
    wake();
  };
  space.changed.add(changed);
  gone.addEventListener('abort', changed);
  try {
    while (!gone.aborted) {
      const next = waiting.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      if (space.stage === 'DELETING') return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => {
          waiting.push(KEEP_ALIVE);
          resolve();
        }, KEEP_ALIVE_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    space.changed.delete(changed);
    gone.removeEventListener('abort', changed);
  }
}

/** A frame a second while it runs. The figures are those of an idle machine: the Sandbox measures nothing. */
async function* metrics(space: Space, gone: AbortSignal): AsyncGenerator<string> {
  while (!gone.aborted && space.app) {
    const flavor = SPACE_FLAVORS.get(space.hardware.requested);
    yield `event: metric\ndata: ${JSON.stringify({
      cpu_usage_pct: 1,
      cpu_millicores: (flavor?.vcpus ?? 2) * 1000,
      memory_used_bytes: 2 ** 28,
      memory_total_bytes: (flavor?.ramGb ?? 16) * 2 ** 30,
      rx_bps: 0,
      tx_bps: 0,
      gpus: {},
      replica: space.repo.facts.id.slice(-5),
    })}\n\n`;
    await wait(METRICS_EVERY_MS, undefined, { signal: gone }).catch(() => {});
  }
}
