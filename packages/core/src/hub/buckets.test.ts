import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createBucket, listBucketFolder } from './buckets.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { cancelJob, submitJob } from './jobs.ts';
import { openJobStream } from './job-events.ts';

let sandbox: SandboxHub;
let hub: HubClient;
let call: { token: Secret };
beforeEach(async () => {
  sandbox = await startSandboxHub({ spaces: { python: 'none' }, jobs: { schedulingMs: 0, graceMs: 200 } });
  hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, systemClock);
  call = { token: Secret.from(sandbox.token) };
});
afterEach(() => sandbox.close());

const bucket = 'sandy/own-artifacts';

describe('a bucket', () => {
  it('is made private, and is as good when it is there already', async () => {
    await createBucket(hub, bucket, call);
    await createBucket(hub, bucket, call);
    const answer = await fetch(`${sandbox.url}/api/buckets/${bucket}`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    expect(await answer.json()).toMatchObject({ private: true });
    await expect(createBucket(hub, 'riley/theirs', call)).rejects.toMatchObject({ code: 'MISSING_PERMISSION' });
  });

  it('tells of all files below a folder that a job has left there', async () => {
    await createBucket(hub, bucket, call);
    const command = [
      'sh',
      '-c',
      'mkdir -p /out/checkpoint-1 && printf abc > /out/checkpoint-1/model.bin && printf x > /out/note.txt',
    ];
    const volumes = [{ type: 'bucket', source: bucket, mountPath: '/out', path: 'run-1', readOnly: false } as const];
    const spec = {
      dockerImage: 'python:3.12',
      command,
      arguments: [],
      environment: {},
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      labels: {},
      volumes: [...volumes],
    };
    const { id } = await submitJob(hub, 'sandy', spec, new Map(), call);
    let last = '';
    for await (const data of openJobStream(hub, { namespace: 'sandy', id, what: 'events' }, call)) last = data;
    expect(last).toContain('COMPLETED');
    expect(
      (await listBucketFolder(hub, bucket, 'run-1/', call)).toSorted((a, b) => a.path.localeCompare(b.path)),
    ).toEqual([
      { path: 'run-1/checkpoint-1/model.bin', bytes: 3 },
      { path: 'run-1/note.txt', bytes: 1 },
    ]);
    expect(await listBucketFolder(hub, bucket, 'run-2', call)).toEqual([]);
    await cancelJob(hub, 'sandy', id, call);
  });

  it('that is not there has no folders', async () => {
    await expect(listBucketFolder(hub, 'sandy/absent-yet', '', call)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(listBucketFolder(hub, bucket, '..', call)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is listed over every page, without what cannot be read', async () => {
    await createBucket(hub, bucket, call);
    const route = 'GET /api/buckets/:namespace/:name/tree';
    const file = (path: string) => ({ type: 'file', path, size: 1 });
    sandbox.fail(route, { body: JSON.stringify([file('b'), { type: 'directory', path: 'c' }, 7]) });
    sandbox.fail(route, {
      times: 1,
      body: JSON.stringify([file('a')]),
      headers: { link: `<${sandbox.url}/api/buckets/${bucket}/tree?recursive=true&cursor=next>; rel="next"` },
    });
    expect(await listBucketFolder(hub, bucket, '', call)).toEqual([
      { path: 'a', bytes: 1 },
      { path: 'b', bytes: 1 },
    ]);
    expect(sandbox.requests.at(-1)?.path).toContain('cursor=next');
  });
});
