import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { jobClient, jobWire, type JobClient } from '../testing/job-client.ts';

const START_MS = Date.UTC(2026, 8, 20, 12);
let nowMs: number;
let hub: SandboxHub;
let jobs: JobClient;

beforeEach(async () => {
  nowMs = START_MS;
  hub = await startSandboxHub({ seed: 'demo', now: () => nowMs, jobs: { schedulingMs: 0, tickMs: 0, graceMs: 200 } });
  jobs = jobClient(hub);
});
afterEach(() => hub.close());

/** A program that says that it runs and then waits to be ended. */
const WAITS = ['sh', '-c', 'echo ready; exec sleep 600'];

/** Whether a process is there and is more than a line in a table that nobody has read yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function running(command = WAITS, more: object = {}) {
  const job = await jobs.run(command, more);
  await expect.poll(async () => (await jobs.inspect(job.id)).status.stage).toBe('RUNNING');
  return job;
}

async function refused(body: unknown, path = '/api/jobs/sandy', token = hub.token) {
  const answer = await jobs.ask(path, { method: 'POST', body, token });
  return [answer.status, z.object({ error: z.string() }).parse(await answer.json()).error] as const;
}

const plain = { dockerImage: 'python:3.12', command: ['echo', 'hello'], flavor: 'cpu-basic' };

describe('a job', () => {
  test('really runs: its output is in its log and its exit code decides how it ended', async () => {
    const { id } = await jobs.run(['sh', '-c', 'echo one; echo two >&2; exit 0']);
    expect(await jobs.log(id)).toEqual(['===== Job started at 2026-09-20 12:00:00 =====', 'one', 'two']);
    expect((await jobs.inspect(id)).status).toEqual({ stage: 'COMPLETED', message: null, failureCount: 0 });
    const failed = await jobs.run(['sh', '-c', 'exit 3']);
    expect((await jobs.finished(failed.id)).status).toEqual({
      stage: 'ERROR',
      message: 'Job failed with exit code: 3',
      failureCount: 1,
    });
  });

  test('tells everything about itself, with names alone of its secrets', async () => {
    const job = await jobs.run(['echo'], {
      arguments: ['hello'],
      environment: { A: 'b' },
      secrets: { HF_TOKEN: 'hf_canary' },
      labels: { name: 'try' },
      attempts: 3,
      timeoutSeconds: 60,
      arch: 'arm64',
      expose: { ports: [8000] },
      ssh: { enabled: true },
    });
    expect(job).toMatchObject({
      owner: { name: 'sandy', type: 'user' },
      createdBy: { name: 'sandy' },
      initiator: { type: 'user', name: 'sandy' },
      dockerImage: 'python:3.12',
      spaceId: null,
      command: ['echo'],
      arguments: ['hello'],
      environment: { A: 'b' },
      secrets: ['HF_TOKEN'],
      flavor: 'cpu-basic',
      arch: 'arm64',
      timeout: 60,
      retry: 2,
      labels: { name: 'try' },
      status: { exposeUrls: [`https://${job.id}--8000.hf.jobs`], sshUrl: `ssh ${job.id}@ssh.hf.jobs` },
    });
    expect(await jobs.log(job.id)).toContain('hello');
    expect(JSON.stringify(await jobs.inspect(job.id))).not.toContain('hf_canary');
  });

  test('gets its own environment and secrets, and nothing of the host', async () => {
    process.env['SANDBOX_TEST_SECRET'] = 'canary';
    const { id } = await jobs.run(['env'], { environment: { MINE: '1' }, secrets: { KEY: 'k' } });
    const log = await jobs.log(id);
    delete process.env['SANDBOX_TEST_SECRET'];
    expect(log).toEqual(
      expect.arrayContaining([
        'MINE=1',
        'KEY=k',
        `JOB_ID=${id}`,
        'ACCELERATOR=none',
        'CPU_CORES=2',
        'MEMORY=16Gi',
        `HF_ENDPOINT=${hub.url}`,
        'HF_HOME=/root/.cache/huggingface',
      ]),
    );
    expect(log.join()).not.toMatch(/canary|HF_TOKEN/);
  });

  test('has a home and temporary files of its own, also where it names them by their paths in a container', async () => {
    const one = await jobs.run([
      'sh',
      '-c',
      'echo secret > /tmp/mine.txt; cat /tmp/mine.txt; pwd > /root/where; cat /root/where',
    ]);
    const [, told, where = ''] = await jobs.log(one.id);
    expect(told).toBe('secret');
    const two = await jobs.run(['sh', '-c', `ls /tmp; ls ${where} 2>&1 || true`]);
    expect((await jobs.log(two.id)).join()).toMatch(/No such file/);
  });

  test('that cannot be started is an error with a reason', async () => {
    const { id } = await jobs.run(['no-such-program', 'x']);
    expect((await jobs.finished(id)).status).toMatchObject({
      stage: 'ERROR',
      message: 'Job failed to start: no-such-program: not found',
    });
  });

  test('is tried again as often as it was asked to be', async () => {
    const { id } = await jobs.run(['sh', '-c', 'echo try; exit 1'], { attempts: 3 });
    const job = await jobs.finished(id);
    expect((await jobs.log(id)).filter((line) => line === 'try')).toHaveLength(3);
    expect(job.status).toMatchObject({ stage: 'ERROR', failureCount: 3 });
  });

  test('that is cancelled takes its whole process group with it', async () => {
    const job = await running(['sh', '-c', 'sleep 600 & echo $!; wait']);
    const stream = await jobs.ask(`/api/jobs/sandy/${job.id}/logs`);
    for await (const piece of stream.body ?? []) if (/"data":"\d+"/.test(Buffer.from(piece).toString())) break;
    const cancelled = await jobs.ask(`/api/jobs/sandy/${job.id}/cancel`, { method: 'POST' });
    expect(jobWire.parse(await cancelled.json()).status).toMatchObject({ stage: 'CANCELED' });
    const [, child] = await jobs.log(job.id);
    expect(isRunning(Number(child))).toBe(false);
  });

  test('that ignores being asked to end is ended', async () => {
    const job = await jobs.run(['sh', '-c', 'trap "" TERM; echo ready; while true; do sleep 0.05; done']);
    await expect.poll(async () => (await jobs.inspect(job.id)).status.stage).toBe('RUNNING');
    await jobs.ask(`/api/jobs/sandy/${job.id}/cancel`, { method: 'POST' });
    expect((await jobs.inspect(job.id)).status.stage).toBe('CANCELED');
  });

  test('is stopped when its time is up, by the clock', async () => {
    const { id } = await running(WAITS, { timeoutSeconds: 90 });
    nowMs += 89_000;
    await hub.jobs.tick();
    expect((await jobs.inspect(id)).status.stage).toBe('RUNNING');
    nowMs += 1000;
    await hub.jobs.tick();
    const job = await jobs.finished(id);
    expect(job.status).toMatchObject({ stage: 'ERROR', message: expect.stringMatching(/timeout/) });
    expect(job.durations).toEqual({ schedulingSecs: 0, runningSecs: 90, totalSecs: 90 });
  });

  test('has half an hour when nothing else was said', async () => {
    expect((await jobs.run(['true'])).timeout).toBe(1800);
  });

  test('stays in SCHEDULING while the Sandbox holds it, and can be cancelled there', async () => {
    hub.jobs.holdScheduling(true);
    const [held, other] = [await jobs.run(['echo', 'x']), await jobs.run(['echo', 'y'])];
    expect((await jobs.inspect(held.id)).status.stage).toBe('SCHEDULING');
    await jobs.ask(`/api/jobs/sandy/${other.id}/cancel`, { method: 'POST' });
    hub.jobs.holdScheduling(false);
    expect((await jobs.finished(held.id)).status.stage).toBe('COMPLETED');
    expect(await jobs.inspect(other.id)).toMatchObject({ status: { stage: 'CANCELED' }, startedAt: null });
  });

  test('is held, let go and timed out by the control API too', async () => {
    const control = (path: string, body: object) =>
      jobs.ask(`/__sandbox__/${path}`, { method: 'POST', body, token: hub.controlSecret });
    await control('jobs', { holdScheduling: true });
    const { id } = await jobs.run(WAITS, { timeoutSeconds: 60 });
    expect((await jobs.inspect(id)).status.stage).toBe('SCHEDULING');
    await control('jobs', { holdScheduling: false });
    await expect.poll(async () => (await jobs.inspect(id)).status.stage).toBe('RUNNING');
    await control('clock', { advanceMs: 60_000 });
    expect(await (await control('jobs', { replayLogs: 1 })).json()).toEqual({ replayLogs: 1 });
    expect((await jobs.finished(id)).status.message).toMatch(/timeout/);
  });

  test('beyond what may run at once waits for its turn', async () => {
    const all = [await running(), await running(), await running(), await running()];
    const fifth = await jobs.run(['echo', 'me']);
    expect((await jobs.inspect(fifth.id)).status.stage).toBe('SCHEDULING');
    await jobs.ask(`/api/jobs/sandy/${all[0]?.id}/cancel`, { method: 'POST' });
    expect((await jobs.finished(fifth.id)).status.stage).toBe('COMPLETED');
  });

  test('ends with the hub', async () => {
    const { id } = await running(['sh', '-c', 'echo $$; exec sleep 600']);
    const answer = await jobs.ask(`/api/jobs/sandy/${id}/logs`);
    let text = '';
    for await (const piece of answer.body ?? []) {
      text += Buffer.from(piece).toString();
      if (/"data":"\d+"/.test(text)) break;
    }
    const [, pid] = /"data":"(\d+)"/.exec(text) ?? [];
    await hub.close();
    expect(isRunning(Number(pid))).toBe(false);
  });
});

describe('what a job may use', () => {
  test('is limited by memory', async () => {
    await hub.close();
    hub = await startSandboxHub({ jobs: { schedulingMs: 0, tickMs: 0, memoryLimitBytes: 200 * 2 ** 20 } });
    jobs = jobClient(hub);
    const { id } = await jobs.run(['node', '-e', 'const all=[];for(;;)all.push(Buffer.alloc(1e7,1))']);
    expect((await jobs.finished(id)).status.stage).toBe('ERROR');
  });

  test('is paid for by the begun minute, by its namespace', async () => {
    const org = jobClient(hub, 'tidewater');
    const { id } = await org.run(WAITS, { flavor: 'a100-large', timeoutSeconds: 3600 });
    await expect.poll(async () => (await org.inspect(id)).status.stage).toBe('RUNNING');
    nowMs += 150_000;
    await hub.jobs.tick();
    const usage = await jobs.ask('/api/organizations/tidewater/billing/usage');
    const text = await usage.text();
    expect([usage.status, text]).toEqual([200, expect.stringContaining(id)]);
    // Three minutes at 2.50 USD an hour.
    expect(text).toContain('"totalCostMicroUSD":125000');
  });

  test('is refused with 402 when the purse is empty', async () => {
    expect(await refused(plain, '/api/jobs/riley', hub.tokens['noCredits'])).toEqual([
      402,
      expect.stringMatching(/^Pre-paid credit balance is insufficient/),
    ]);
  });

  test('ends with NO_CREDITS when the purse runs out', async () => {
    // Sandy has 12 USD; eight H200 cost two thirds of one a minute.
    const { id } = await running(WAITS, { flavor: 'h200x8', timeoutSeconds: 86_400 });
    nowMs += 17 * 60_000;
    await hub.jobs.tick();
    expect((await jobs.inspect(id)).status.stage).toBe('RUNNING');
    nowMs += 2 * 60_000;
    await hub.jobs.tick();
    expect((await jobs.finished(id)).status).toMatchObject({ stage: 'CANCELED', cancelReason: 'NO_CREDITS' });
  });
});

describe('volumes', () => {
  async function bucket(name: string) {
    await jobs.ask(`/api/buckets/sandy/${name}`, { method: 'POST', body: { private: true } });
  }

  test('a dataset is a folder with its files, and cannot be changed from there', async () => {
    const volumes = [{ type: 'dataset', source: 'sandy/small-questions', mountPath: '/data' }];
    const { id } = await jobs.run(['sh', '-c', 'ls /data; echo "$WHERE"; echo more >> /data/new.txt'], {
      volumes,
      environment: { WHERE: '{"out":"/data/x","not":"/database"}' },
    });
    const log = await jobs.log(id);
    expect(log).toEqual(expect.arrayContaining(['README.md', 'train.jsonl', 'val.jsonl']));
    // In what it says, real folders are told as the container's again.
    expect(log).toContain('{"out":"/data/x","not":"/database"}');
    const tree = await jobs.ask('/api/datasets/sandy/small-questions/tree/main');
    expect(await tree.text()).not.toContain('new.txt');
  });

  test('a bucket is written back when the job ends, also when it was cancelled', async () => {
    await bucket('out');
    const volumes = [{ type: 'bucket', source: 'sandy/out', mountPath: '/out', path: 'run-1' }];
    const { id } = await jobs.run(['sh', '-c', 'echo result > /out/a.txt; mkdir /out/b; echo deep > /out/b/c.txt'], {
      volumes,
    });
    expect((await jobs.finished(id)).status.stage).toBe('COMPLETED');
    const file = await jobs.ask('/buckets/sandy/out/resolve/run-1/a.txt');
    expect(await file.text()).toBe('result\n');

    const second = await running(['sh', '-c', 'rm /out/a.txt; echo x > /out/late.txt; echo ready; exec sleep 600'], {
      volumes,
    });
    const stream = await jobs.ask(`/api/jobs/sandy/${second.id}/logs`);
    for await (const piece of stream.body ?? []) if (Buffer.from(piece).includes('ready')) break;
    await jobs.ask(`/api/jobs/sandy/${second.id}/cancel`, { method: 'POST' });
    expect((await jobs.ask('/buckets/sandy/out/resolve/run-1/late.txt')).status).toBe(200);
    expect((await jobs.ask('/buckets/sandy/out/resolve/run-1/a.txt')).status).toBe(404);
    expect((await jobs.ask('/buckets/sandy/out/resolve/run-1/b/c.txt')).status).toBe(200);
  });

  test('a bucket is written back while the job runs', async () => {
    await bucket('live');
    const volumes = [{ type: 'bucket', source: 'sandy/live', mountPath: '/out' }];
    const { id } = await running(['sh', '-c', 'echo early > /out/early.txt; echo ready; exec sleep 600'], { volumes });
    const stream = await jobs.ask(`/api/jobs/sandy/${id}/logs`);
    for await (const piece of stream.body ?? []) if (Buffer.from(piece).includes('ready')) break;
    nowMs += 31_000;
    await hub.jobs.tick();
    expect((await jobs.ask('/buckets/sandy/live/resolve/early.txt')).status).toBe(200);
  });

  test.each([
    [
      'that is not there',
      { type: 'dataset', source: 'sandy/none', mountPath: '/d' },
      /dataset sandy\/none was not found/,
    ],
    ['at no absolute path', { type: 'dataset', source: 'sandy/small-questions', mountPath: 'd' }, /mountPath/],
    ['that climbs out', { type: 'dataset', source: 'sandy/small-questions', mountPath: '/a/../../etc' }, /mountPath/],
    [
      'of no revision',
      { type: 'dataset', source: 'sandy/small-questions', mountPath: '/d', revision: 'v9' },
      /no revision v9/,
    ],
    ['of no known type', { type: 'disk', source: 'sandy/x', mountPath: '/d' }, /volumes.0.type/],
  ])('one %s is refused', async (_, volume, words) => {
    const [status, error] = await refused({ ...plain, volumes: [volume] });
    expect([status, words.test(error)]).toEqual([400, true]);
  });
});

describe('the routes', () => {
  test('list by stage and label, newest first, page by page', async () => {
    for (const number of [1, 2, 3, 4, 5]) {
      const { id } = await jobs.run(['true'], { labels: { number: String(number), odd: String(number % 2 === 1) } });
      await jobs.finished(id);
    }
    await running(WAITS, { labels: { number: '6' } });
    const list = async (query: string) => {
      const answer = await jobs.ask(`/api/jobs/sandy${query}`);
      const found = z.array(jobWire).parse(await answer.json());
      return { numbers: found.map(({ labels }) => labels['number']), link: answer.headers.get('link') };
    };
    expect((await list('')).numbers).toEqual(['6', '5', '4', '3', '2', '1']);
    expect((await list('?stage=RUNNING&stage=SCHEDULING')).numbers).toEqual(['6']);
    expect((await list('?label=odd=true&stage=completed')).numbers).toEqual(['5', '3', '1']);
    expect((await list('?label=odd=true&label=number=3')).numbers).toEqual(['3']);
    const first = await list('?limit=4');
    expect(first.numbers).toEqual(['6', '5', '4', '3']);
    const [, next = ''] = /^<(http.*)>; rel="next"$/.exec(first.link ?? '') ?? [];
    // What comes in meanwhile does not move the next page.
    await jobs.run(['true'], { labels: { number: '7' } });
    expect(await list(new URL(next).search)).toEqual({ numbers: ['2', '1'], link: null });
    const count = await jobs.ask('/api/jobs/sandy/count?stage=COMPLETED&label=odd=true');
    expect(await count.json()).toEqual({ count: 3 });
  });

  test('labels are replaced as a whole', async () => {
    const { id } = await jobs.run(['true'], { labels: { a: '1', b: '2' } });
    const answer = await jobs.ask(`/api/jobs/sandy/${id}/labels`, { method: 'PUT', body: { labels: { c: '3' } } });
    expect(jobWire.parse(await answer.json()).labels).toEqual({ c: '3' });
    const wrong = await jobs.ask(`/api/jobs/sandy/${id}/labels`, { method: 'PUT', body: { labels: { c: 'ä' } } });
    expect(wrong.status).toBe(400);
  });

  test('a duplicate is a new job of the same kind, with the secrets too', async () => {
    const first = await jobs.run(['sh', '-c', 'echo $KEY'], { secrets: { KEY: 'kept' }, labels: { a: '1' } });
    const answer = await jobs.ask(`/api/jobs/sandy/${first.id}/duplicate`, { method: 'POST' });
    const second = jobWire.parse(await answer.json());
    expect(second).toMatchObject({ initiator: { type: 'duplicated-job', id: first.id }, labels: { a: '1' } });
    expect(second.id).not.toBe(first.id);
    expect(await jobs.log(second.id)).toContain('kept');
  });

  test('ports are exposed while it runs, and not after', async () => {
    const { id } = await running();
    const expose = (body: unknown) => jobs.ask(`/api/jobs/sandy/${id}/expose`, { method: 'PUT', body });
    const exposed = jobWire.parse(await (await expose({ ports: [7860], portsPublic: [8080] })).json());
    expect(exposed.status.exposeUrls).toEqual([`https://${id}--7860.hf.jobs`, `https://${id}--8080.hf.jobs`]);
    expect((await expose({ ports: [70_000] })).status).toBe(400);
    await jobs.ask(`/api/jobs/sandy/${id}/cancel`, { method: 'POST' });
    expect((await expose({ ports: [1] })).status).toBe(400);
  });

  test('a token is told whether it may', async () => {
    const check = (token: string | undefined, path = '') =>
      jobs.ask(`/api/jobs/sandy${path}/auth-check/job.write`, { method: 'POST', token: token ?? '' });
    expect(await (await check(hub.token)).json()).toMatchObject({
      namespace: { name: 'sandy' },
      user: { name: 'sandy' },
    });
    expect((await check(hub.tokens['read'])).status).toBe(403);
    const { id } = await jobs.run(['true']);
    expect((await check(hub.token, `/${id}`)).status).toBe(200);
    expect((await jobs.ask('/api/jobs/sandy/auth-check/dance', { method: 'POST' })).status).toBe(400);
  });

  test.each([
    ['a read token', 'read', '/api/jobs/sandy', 403, /missing permissions: job\.write/],
    [
      'a fine-grained token without the permission',
      'fineGrainedNoInference',
      '/api/jobs/sandy',
      403,
      /missing permissions: job\.write/,
    ],
    ['a strange namespace', 'write', '/api/jobs/riley', 403, /access to the jobs of riley/],
    ['an organization that restricts the token', 'write', '/api/jobs/northwind-labs', 403, /northwind-labs/],
    ['a namespace that is not there', 'write', '/api/jobs/nobody', 404, /nobody/],
  ])('%s is refused', async (_, token, path, status, words) => {
    const [answered, error] = await refused(plain, path, hub.tokens[token]);
    expect([answered, words.test(error) || error]).toEqual([status, true]);
  });

  test('an organization and a resource group are billed to the organization', async () => {
    const org = jobClient(hub, 'tidewater');
    const job = await org.run(['true']);
    expect(job.owner).toMatchObject({ name: 'tidewater', type: 'org' });
    expect((await jobs.ask(`/api/jobs/sandy/${job.id}`)).status).toBe(404);
  });

  test.each([
    ['no image', { ...plain, dockerImage: undefined }, /dockerImage/],
    ['both image and Space', { ...plain, spaceId: 'sandy/x' }, /dockerImage/],
    ['no command', { ...plain, command: [] }, /command/],
    ['a strange flavor', { ...plain, flavor: 'quantum' }, /flavor/],
    ['no flavor', { ...plain, flavor: undefined }, /flavor/],
    ['a label that is too long', { ...plain, labels: { a: 'x'.repeat(101) } }, /labels/],
    ['a negative timeout', { ...plain, timeoutSeconds: -1 }, /timeoutSeconds/],
    ['a variable without a name', { ...plain, environment: { 'a b': 'c' } }, /environment/],
    ['another arch', { ...plain, arch: 'sparc' }, /arch/],
  ])('%s is a 400 that names the field', async (_, body, words) => {
    const [status, error] = await refused(body);
    expect([status, words.test(error) || error]).toEqual([400, true]);
  });

  test('a missing job is a 404', async () => {
    for (const path of ['', '/logs', '/metrics', '/events']) {
      expect((await jobs.ask(`/api/jobs/sandy/000000000000000000000000${path}`)).status).toBe(404);
    }
  });

  test('hardware is public, with prices', async () => {
    const answer = await fetch(`${hub.url}/api/jobs/hardware`);
    const items = z.array(z.looseObject({ name: z.string() })).parse(await answer.json());
    expect(items.find(({ name }) => name === 't4-small')).toEqual({
      name: 't4-small',
      prettyName: 'Nvidia T4 - small',
      cpu: '4 vCPU',
      ram: '15 GB',
      ephemeralStorage: '50 GB',
      accelerator: { type: 'gpu', model: 'T4', quantity: '1', vram: '16 GB', manufacturer: 'Nvidia' },
      unitCostMicroUSD: 6667,
      unitCostUSD: 0.006667,
      unitLabel: 'minute',
    });
    expect(items.find(({ name }) => name === 'cpu-basic')).toMatchObject({ accelerator: null, unitCostMicroUSD: 167 });
  });
});
