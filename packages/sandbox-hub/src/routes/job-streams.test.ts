import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { jobClient, type JobClient } from '../testing/job-client.ts';

let hub: SandboxHub;
let jobs: JobClient;

beforeEach(async () => {
  hub = await startSandboxHub({ jobs: { schedulingMs: 0, tickMs: 5, keepAliveMs: 20, metricsMs: 20, graceMs: 200 } });
  jobs = jobClient(hub);
});
afterEach(() => hub.close());

/** Reads a stream until `wanted` is in it, and leaves. */
async function readUntil(path: string, wanted: RegExp): Promise<string> {
  const answer = await jobs.ask(path);
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  for await (const piece of answer.body ?? []) {
    text += Buffer.from(piece).toString();
    if (wanted.test(text)) return text;
  }
  throw new Error(`The stream closed without ${wanted}: ${text}`);
}

const waits = () => jobs.run(['sh', '-c', 'echo ready; exec sleep 600']);

describe('the log stream', () => {
  test('opens with the banner and closes when the job is over', async () => {
    const { id } = await jobs.run(['echo', 'hello']);
    const text = await (await jobs.ask(`/api/jobs/sandy/${id}/logs`)).text();
    expect(text).toMatch(
      /^(?:: keep-alive\n\n)*data: \{"data":"===== Job started at [^"]+ =====","timestamp":"[^"]+Z"\}\n\n/,
    );
    expect(text).toMatch(/data: \{"data":"hello","timestamp":"[^"]+Z"\}\n\n(?:: keep-alive\n\n)*$/);
  });

  test('is held open with signs of life through SCHEDULING, and goes on with the job', async () => {
    hub.jobs.holdScheduling(true);
    const { id } = await jobs.run(['echo', 'late']);
    const reading = readUntil(`/api/jobs/sandy/${id}/logs`, /late/);
    await readUntil(`/api/jobs/sandy/${id}/logs`, /(?:: keep-alive\n\n){3}/);
    hub.jobs.holdScheduling(false);
    expect(await reading).toMatch(/: keep-alive\n\n(?:.|\n)*Job started(?:.|\n)*late/);
  });

  test('is held open with signs of life while a job is silent', async () => {
    const { id } = await waits();
    expect(await readUntil(`/api/jobs/sandy/${id}/logs`, /ready(?:.|\n)*(?:: keep-alive\n\n){3}/)).toContain(
      'Job started',
    );
  });

  test('starts over for everybody who comes again', async () => {
    const { id } = await jobs.run(['sh', '-c', 'for i in 1 2 3; do echo line $i; done']);
    const first = await jobs.log(id);
    expect(first.slice(1)).toEqual(['line 1', 'line 2', 'line 3']);
    expect(await jobs.log(id)).toEqual(first);
  });

  test('gives the last lines alone when asked for a tail', async () => {
    const { id } = await jobs.run(['sh', '-c', 'i=0; while [ $i -lt 1000 ]; do echo line $i; i=$((i+1)); done']);
    await jobs.log(id);
    for (const tail of [1, 3, 255, 256, 257, 700, 1001]) {
      const lines = await jobs.log(id, `?tail=${tail}`);
      expect([lines.length, lines.at(-1)]).toEqual([tail, 'line 999']);
    }
    expect(await jobs.log(id, '?tail=0')).toEqual([]);
    expect(await jobs.log(id, '?tail=5000')).toHaveLength(1001);
  });

  test('can be told to replay a tail only, as a server that forgot', async () => {
    const { id } = await jobs.run(['sh', '-c', 'echo a; echo b; echo c']);
    await jobs.log(id);
    hub.jobs.replayLogs(1);
    expect(await jobs.log(id)).toEqual(['c']);
    hub.jobs.replayLogs(undefined);
    expect(await jobs.log(id)).toHaveLength(4);
  });

  test('keeps every kind of text whole: long lines, several bytes a letter, no line end at the end', async () => {
    const script = `process.stdout.write('ä'.repeat(70000) + '\\n\\n\\u001b[31mred\\u001b[0m <b>\\r\\n€' )`;
    const { id } = await jobs.run(['node', '-e', script]);
    expect((await jobs.log(id)).slice(1)).toEqual(['ä'.repeat(70_000), '', '\u001b[31mred\u001b[0m <b>', '€']);
  });

  test('loses nothing of a hundred thousand lines', async () => {
    const { id } = await jobs.run([
      'node',
      '-e',
      'let s="";for(let i=0;i<1e5;i++)s+=`line ${i}\\n`;process.stdout.write(s)',
    ]);
    const lines = await jobs.log(id);
    expect(lines).toHaveLength(100_001);
    expect(lines.every((line, index) => index === 0 || line === `line ${index - 1}`)).toBe(true);
  });

  test('of a job that was cancelled before it started is empty and closed', async () => {
    hub.jobs.holdScheduling(true);
    const { id } = await jobs.run(['true']);
    await jobs.ask(`/api/jobs/sandy/${id}/cancel`, { method: 'POST' });
    expect(await jobs.log(id)).toEqual([]);
  });
});

const metric = z.object({
  cpu_usage_pct: z.number().nonnegative(),
  cpu_millicores: z.int().nonnegative(),
  memory_used_bytes: z.int().nonnegative(),
  memory_total_bytes: z.int().positive(),
  rx_bps: z.number(),
  tx_bps: z.number(),
  gpus: z.object({}),
  replica: z.string(),
});

describe('the metrics stream', () => {
  test('tells what the processes of the job really use', async () => {
    const { id } = await jobs.run(['node', '-e', 'const held = Buffer.alloc(150e6, 1); for(;;);']);
    const wanted = /"memory_used_bytes":(?:1[5-9]|[2-9]\d)\d{7}(?:.|\n)*"cpu_usage_pct":[1-9]/;
    const text = await readUntil(`/api/jobs/sandy/${id}/metrics`, wanted);
    const frames = text.split('\n\n').filter(Boolean);
    for (const frame of frames) {
      const [, json = ''] = /^event: metric\ndata: (.*)$/.exec(frame) ?? [];
      expect(metric.parse(JSON.parse(json)).memory_total_bytes).toBe(16 * 2 ** 30);
    }
  });

  test('ends with the job, and is a 500 after it', async () => {
    const { id } = await waits();
    const reading = jobs.ask(`/api/jobs/sandy/${id}/metrics`).then((answer) => answer.text());
    await readUntil(`/api/jobs/sandy/${id}/metrics`, /event: metric/);
    await jobs.ask(`/api/jobs/sandy/${id}/cancel`, { method: 'POST' });
    expect(await reading).toContain('event: metric');
    expect((await jobs.ask(`/api/jobs/sandy/${id}/metrics`)).status).toBe(500);
  });
});

test('the events stream tells every stage once and closes with the last', async () => {
  hub.jobs.holdScheduling(true);
  const { id } = await jobs.run(['true']);
  const reading = jobs.ask(`/api/jobs/sandy/${id}/events`).then((answer) => answer.text());
  await readUntil(`/api/jobs/sandy/${id}/events`, /SCHEDULING/);
  hub.jobs.holdScheduling(false);
  const stages = [...(await reading).matchAll(/^data: .*"stage":"(\w+)"/gm)].map(([, stage]) => stage);
  expect(stages.at(0)).toBe('SCHEDULING');
  expect(stages.at(-1)).toBe('COMPLETED');
  expect(new Set(stages).size).toBe(stages.length);
});
