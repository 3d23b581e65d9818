import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBucket } from '../../hub/buckets.ts';
import { createHubClient } from '../../hub/hub-client.ts';
import { systemClock } from '../../ports/clock.ts';
import { Secret } from '../../secrets/secret.ts';
import { aConfig, aDesk, aHub, aJob, until } from './run-desk.fixture.ts';

// The small job needs a Python with huggingface_hub, which the Sandbox keeps here.
const cache = join(homedir(), '.cache', 'hubdesk');

it.skipIf(!existsSync(cache))('what a run left in its bucket is pushed by a small job, and then found', { timeout: 120_000 }, async () => {
  const hub = await aHub({ jobs: { host: { path: process.env['PATH'] ?? '', cache, network: networkOf(process.env), realTraining: false } } });
  const client = createHubClient({ hubUrl: hub.url, routerUrl: hub.url }, systemClock);
  await createBucket(client, 'sandy/jobs-artifacts', { token: Secret.from(hub.token) });
  const words = 'mkdir -p /out/checkpoint-3 /out/checkpoint-12; for each in 3 12; do echo weights-$each > /out/checkpoint-$each/model.safetensors; echo {} > /out/checkpoint-$each/trainer_state.json; echo x > /out/checkpoint-$each/optimizer.pt; done; exit 1';
  const volumes = [{ type: 'bucket', source: 'sandy/jobs-artifacts', path: 'run-a', mountPath: '/out', readOnly: false }];
  await aJob(hub, 'run-a', words, { volumes });
  const desk = await aDesk(hub);
  await until(desk, 'run-a', ({ state }) => state === 'failed');
  await desk.lookForWeights('run-a');
  expect(desk.view('run-a')).toMatchObject({ weights: { state: 'missing' }, artifacts: { bucket: 'sandy/jobs-artifacts', folder: 'run-a' } });
  const as = randomUUID();
  expect(await desk.salvage('run-a', as)).toMatchObject({ id: as, kind: 'salvage', flavor: 'cpu-basic', namespace: 'sandy' });
  expect((await desk.salvage('run-a', as)).id).toBe(as);
  let last = '';
  for (let looks = 0; looks < 8; looks += 1) {
    const done = await until(desk, as, ({ state, following }) => ['completed', 'failed'].includes(state) && following === 'no').catch((error: Error) => void (last = error.message));
    if (done) break;
  }
  const log = await desk.log(as, (kept) => kept.read({ level: null, events: true }, 0, 200));
  expect(desk.view(as), `${last}\n${log.lines.map(({ text }) => text).join('\n')}`).toMatchObject({ state: 'completed' });
  const saved = await until(desk, 'run-a', ({ weights }) => weights.state === 'there');
  expect(saved.weights).toMatchObject({ repo: aConfig.output.repo, kind: 'full', files: [{ path: 'model.safetensors', bytes: 11 }] });
  const files = (await (await fetch(`${hub.url}/api/models/${aConfig.output.repo}`, { headers: { authorization: `Bearer ${hub.token}` } })).json()) as { siblings: { rfilename: string }[] };
  expect(files.siblings.map(({ rfilename }) => rfilename)).not.toContain('optimizer.pt');
});

/** How packages are reached, without anything secret. */
function networkOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['SSL_CERT_FILE', 'PIP_CERT', 'PIP_INDEX_URL', 'REQUESTS_CA_BUNDLE', 'UV_DEFAULT_INDEX'];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined || /:\/\/[^/\s]*@/.test(env[name]) ? [] : [[name, env[name]]])));
}
