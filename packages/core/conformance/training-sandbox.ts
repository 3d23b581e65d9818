// A Sandbox Hub in which runs are really trained, for tests: datasets from rows, jobs from configurations, and each
// job's log kept as a file to look at.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { jobSpecOf, secretNames } from '@hubdesk/shared/train/job-spec';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { RunKind } from '@hubdesk/shared/train/run';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { z } from 'zod';

const jobSchema = z.object({ id: z.string(), status: z.object({ stage: z.string(), message: z.string().nullish() }) });
const lineSchema = z.object({ data: z.string() });
const eventSchema = z.looseObject({ t: z.number(), k: z.string() });
const mark = '@@HUBDESK ';
const logs = join(import.meta.dirname, '../../../test-results/training');

export type TrainingEvent = z.infer<typeof eventSchema>;

export interface FinishedRun {
  stage: string;
  lines: string[];
  events: TrainingEvent[];
  /** The first event of a kind; fails without one. */
  event(kind: string): TrainingEvent;
  seconds: number;
}

export interface AskedRun extends Partial<Omit<RunConfig, 'parameters' | 'dataset'>> {
  parameters?: Partial<RunConfig['parameters']>;
  dataset?: Partial<NonNullable<RunConfig['dataset']>>;
  kind?: RunKind;
  /** Folder of the bucket; its own by default. */
  folder?: string;
}

export async function startTrainingSandbox(host?: NonNullable<Parameters<typeof startSandboxHub>[0]>['jobs']) {
  const hub: SandboxHub = await startSandboxHub({
    seed: 'demo',
    tokenPace: 'none',
    spaces: { python: 'none' },
    jobs: { schedulingMs: 0, tickMs: 100, running: 2, ...host },
  });
  await mkdir(logs, { recursive: true });

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json', ...init.headers };
    const answer = await fetch(`${hub.url}${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${answer.status} for ${path}: ${await answer.text()}`);
    return answer;
  }
  await ask('/api/buckets/sandy/jobs-artifacts', { method: 'POST', body: '{"private":true}' });

  return {
    hub,
    ask,
    /** Makes `sandy/<name>` with these files. */
    async upload(name: string, files: Readonly<Record<string, string>>): Promise<void> {
      await ask('/api/repos/create', { method: 'POST', body: JSON.stringify({ type: 'dataset', name }) });
      const entries = Object.entries(files).map(([path, text]) => ({
        key: 'file',
        value: { path, content: Buffer.from(text).toString('base64'), encoding: 'base64' },
      }));
      const lines = [{ key: 'header', value: { summary: 'Rows', description: '' } }, ...entries];
      await ask(`/api/datasets/sandy/${name}/commit/main`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: lines.map((line) => JSON.stringify(line)).join('\n'),
      });
    },
    /** Trains to the end. The log is kept as `test-results/training/<name>.log`. */
    async train(name: string, asked: AskedRun): Promise<FinishedRun> {
      const { folder = name, kind = 'train', parameters, dataset, ...rest } = asked;
      const config: RunConfig = {
        ...exampleConfig,
        name,
        ...rest,
        dataset: { id: 'sandy/small-questions', config: null, train: 'train', evaluation: null, ...dataset },
        parameters: { ...exampleConfig.parameters, ...parameters },
        output: { repo: `sandy/${name}`, private: true },
        // A model this small is trained slower by two threads, which wait for each other.
        environment: { OMP_NUM_THREADS: '1' },
      };
      const spec = jobSpecOf(config, { id: name, kind, namespace: 'sandy', artifactsFolder: folder, accelerators: 0 });
      const secrets = Object.fromEntries(secretNames(config).map((each) => [each, hub.token]));
      const startedMs = performance.now();
      const job = jobSchema.parse(await (await ask('/api/jobs/sandy', { method: 'POST', body: JSON.stringify({ ...spec, secrets }) })).json());
      const frames = (await (await ask(`/api/jobs/sandy/${job.id}/logs`)).text()).split('\n').filter((line) => line.startsWith('data: '));
      const seconds = (performance.now() - startedMs) / 1000;
      const lines = frames.map((line) => lineSchema.parse(JSON.parse(line.slice('data: '.length))).data);
      await writeFile(join(logs, `${name}.log`), `${lines.join('\n')}\n`);
      const { status } = jobSchema.parse(await (await ask(`/api/jobs/sandy/${job.id}`)).json());
      const events = lines.filter((line) => line.startsWith(mark)).map((line) => eventSchema.parse(JSON.parse(line.slice(mark.length))));
      return {
        stage: status.stage,
        lines,
        events,
        seconds,
        event(wanted) {
          const found = events.find(({ k }) => k === wanted);
          if (!found) throw new Error(`${name} told no ${wanted}. Its last lines:\n${lines.slice(-30).join('\n')}`);
          return found;
        },
      };
    },
    /** Sizes of a model repo's files; throws where it is not there. */
    async weights(name: string): Promise<Record<string, number>> {
      const tree = z.array(z.looseObject({ path: z.string(), size: z.number() }));
      const files = tree.parse(await (await ask(`/api/models/sandy/${name}/tree/main`)).json());
      return Object.fromEntries(files.map(({ path, size }) => [path, size]));
    },
    close: () => hub.close(),
  };
}

export type TrainingSandbox = Awaited<ReturnType<typeof startTrainingSandbox>>;
