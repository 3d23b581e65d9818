import { expect, test } from 'vitest';
import { exampleDeployConfig } from '../contract/example-deployment.ts';
import type { DeployConfig } from './deploy-config.ts';
import { deployModelOf } from './deploy-facts.fixture.ts';
import type { DeployModel } from './deployment.ts';
import { serveJobSpec } from './serve-job.ts';

const config: DeployConfig = {
  ...exampleDeployConfig,
  kind: 'job',
  model: 'sandy/tide',
  flavor: 'a10g-small',
  timeoutSeconds: 7_200,
};
const serve = (given: Partial<DeployConfig> = {}, model: DeployModel | null = deployModelOf()) =>
  serveJobSpec({ ...config, ...given }, model, 'd-1');

test('a model is served by vLLM on an exposed port until its deadline, and found again by its labels', () => {
  expect(serve({ variables: { LEVEL: '1' } })).toEqual({
    dockerImage: 'vllm/vllm-openai',
    command: ['vllm', 'serve', 'sandy/tide', '--host', '0.0.0.0', '--port', '8000', '--max-model-len', '8192'],
    arguments: [],
    environment: {
      PYTHONUNBUFFERED: '1',
      HF_HUB_DISABLE_PROGRESS_BARS: '1',
      VLLM_NO_USAGE_STATS: '1',
      MODEL_ID: 'sandy/tide',
      MODEL_KIND: 'full',
      LEVEL: '1',
    },
    flavor: 'a10g-small',
    timeoutSeconds: 7_200,
    labels: { name: 'tiny-llama-chat', 'hubdesk-deployment': 'd-1', 'hubdesk-kind': 'serve' },
    volumes: [],
    expose: { ports: [8_000] },
  });
});

test('a mounted model answers to its own name', () => {
  const spec = serve({ access: 'volume' }, deployModelOf({ private: true }, { contextLength: 512 }));
  expect(spec.command.slice(2).join(' ')).toBe(
    '/model --host 0.0.0.0 --port 8000 --served-model-name sandy/tide --max-model-len 512',
  );
  expect(spec.volumes).toEqual([{ type: 'model', source: 'sandy/tide', mountPath: '/model', readOnly: true }]);
  expect(spec.environment).not.toHaveProperty('MODEL_PATH');
});

test('an adapter is served with what it stands on, mounted where that is not everybody’s', () => {
  const base = { model: 'Qwen/Qwen3-8B', private: false, access: 'open', url: '' } as const;
  const adapter = deployModelOf({ kind: 'adapter', base }, { contextLength: null });
  expect(serve({}, adapter).command.slice(2).join(' ')).toBe(
    'Qwen/Qwen3-8B --host 0.0.0.0 --port 8000 --enable-lora --lora-modules sandy/tide=sandy/tide --max-lora-rank 128',
  );
  const mounted = serve({ access: 'volume' }, { ...adapter, base: { ...base, private: true } });
  expect(mounted.command.slice(2).join(' ')).toBe(
    '/base --host 0.0.0.0 --port 8000 --served-model-name Qwen/Qwen3-8B --enable-lora --lora-modules sandy/tide=/model --max-lora-rank 128',
  );
  expect(mounted.volumes.map(({ mountPath, source }) => [source, mountPath])).toEqual([
    ['sandy/tide', '/model'],
    ['Qwen/Qwen3-8B', '/base'],
  ]);
});

test('several cards share it, an old card gets what it can, and one without a template gets a plain one', () => {
  expect(serve({ flavor: 'l4x4' }).command.slice(-2)).toEqual(['--tensor-parallel-size', '4']);
  expect(serve({ flavor: 't4-small' }).command.slice(-2)).toEqual(['--dtype', 'half']);
  expect(serve({}, deployModelOf({}, { hasChatTemplate: false })).command).toContain('--chat-template');
});
