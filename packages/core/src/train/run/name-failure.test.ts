import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { applyChange } from '@hubdesk/shared/train/apply-change';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { LogLine } from '@hubdesk/shared/train/run';
import { runConfigSchema, type RunConfig } from '@hubdesk/shared/train/run-config';
import { describe, expect, it } from 'vitest';
import { emptyDigest } from './event-digest.ts';
import { type FailureFacts, nameFailure } from './name-failure.ts';
import { newRecord, type Observation, type RunRecord } from './run-record.ts';

const gpu = (name: string, model: string, count: number, memoryGb: number, usdPerMinute: number): Flavor => ({ name, label: name, cpu: '4 vCPU', memory: '15 GB', disk: null, accelerator: { kind: 'gpu', model, count, memoryGb }, usdPerMinute });
const flavors: Flavor[] = [
  { name: 'cpu-basic', label: 'CPU Basic', cpu: '2 vCPU', memory: '16 GB', disk: null, accelerator: null, usdPerMinute: 0.0002 },
  { name: 'cpu-upgrade', label: 'CPU Upgrade', cpu: '8 vCPU', memory: '32 GB', disk: null, accelerator: null, usdPerMinute: 0.0005 },
  gpu('t4-small', 'T4', 1, 16, 0.007),
  gpu('l4x1', 'L4', 1, 24, 0.013),
  gpu('a10g-small', 'A10G', 1, 24, 0.017),
  gpu('l4x4', 'L4', 4, 96, 0.06),
  gpu('a100-large', 'A100', 1, 80, 0.04),
];
const facts: FailureFacts = { lines: [], flavors, hubUrl: 'https://hub', payers: ['sandy', 'tidewater'], account: 'sandy' };
const seen: Observation = { stage: 'ERROR', message: 'Job failed with exit code: 1', cancelReason: null, createdAt: null, startedAt: '2026-11-21T10:00:00.000Z', finishedAt: null, schedulingSeconds: 5, runningSeconds: 60 };
const config: RunConfig = { ...exampleConfig, flavor: 't4-small', timeoutSeconds: 3_600, parameters: { ...exampleConfig.parameters, per_device_train_batch_size: 8, gradient_accumulation_steps: 2, gradient_checkpointing: false, max_length: 2_048 } };

function failed(more: Partial<RunRecord> = {}): RunRecord {
  return newRecord({ id: 'run', kind: 'train', name: 'run', config, namespace: 'sandy', createdAt: '2026-11-21T10:00:00.000Z', flavor: 't4-small', launch: 'there', job: 'job', seen, artifacts: { bucket: 'sandy/jobs-artifacts', folder: 'run' }, ...more });
}
const error = (code: string, message: string, row: number | null = null) => ({ ...emptyDigest, first: { deps: 1 }, error: { code, type: 'SomeError', message, row, at: 1 } });
const line = (text: string, level: LogLine['level'] = 'error'): LogLine => ({ line: 0, at: null, text, level, event: false, cut: false });

describe('a failure is named', () => {
  it.each<[string, RunRecord, Partial<FailureFacts>, string, RegExp, string[]]>([
    ['timeout', failed({ seen: { ...seen, message: 'Job timeout: it was stopped after 3600 seconds' }, digest: { ...emptyDigest, checkpoints: [100], lastStep: { step: 150, at: 1, epoch: 1 } } }), {}, 'timeout', /timeout, at step 150/, ['resume', 'longer', 'salvage']],
    ['credits', failed({ seen: { ...seen, stage: 'CANCELED', message: null, cancelReason: 'NO_CREDITS' } }), {}, 'credits', /sandy has no credits/, ['billing', 'payer-tidewater']],
    ['credits at the launch', failed({ seen: null, job: null, launch: 'refused', problem: { code: 'PAYMENT_REQUIRED', message: 'Used up.', data: {} } }), {}, 'credits', /sandy has no credits/, ['billing', 'payer-tidewater']],
    ['permission', failed({ digest: { ...error('FAILED', '403 Forbidden: you may not write to sandy/absent-yet'), first: { deps: 1, push: 2 } } }), {}, 'permission', /may not write to sandy\/absent-yet/, ['tokens', 'salvage']],
    ['a token that was not given', failed({ config: { ...config, giveToken: false }, digest: error('PUSH', 'The job has no token') }), {}, 'permission', /given no token/, ['give-token', 'tokens', 'salvage']],
    ['gated', failed({ digest: error('GATED', 'Access to model is restricted') }), {}, 'gated', /shared only with people/, ['ask']],
    ['bf16', failed({ digest: error('BF16', 'bf16 needs Ampere') }), {}, 'bf16', /t4-small cannot reckon/, ['float16', 'newer']],
    ['data with its row', failed({ digest: error('DATA', 'messages is empty', 1_234) }), {}, 'data', /Row 1,234 /, ['dataset']],
    ['data with its row in the words', failed({ digest: error('DATA', 'Line 17 of train.jsonl is not valid JSON') }), {}, 'data', /Row 17 /, ['dataset']],
    ['dependencies', failed(), { lines: [line('  × No solution found when resolving script dependencies:')] }, 'dependencies', /package/, ['retry']],
    ['push', failed({ digest: { ...error('PUSH', 'The weights could not be pushed: 503'), first: { deps: 1, save: 2, push: 3 } } }), {}, 'push', /training went well/, ['salvage', 'retry']],
    ['memory that only the log tells of', failed({ seen: { ...seen, message: 'Job failed with exit code: 137 (killed, perhaps for its memory)' } }), {}, 'out-of-memory', /memory/, ['smaller-batch', 'recompute', 'shorter', 'qlora', 'larger']],
    ['anything else', failed(), { lines: [line('all fine', 'info'), line('ValueError: who knows')] }, 'other', /ended with an error/, ['retry']],
    ['not there', failed({ seen: null, job: null, launch: 'refused', problem: { code: 'TIMEOUT', message: 'No answer.', data: {} } }), {}, 'not-there', /not started/, ['retry']],
  ])('as %s', (_, record, more, kind, sentence, remedies) => {
    const failure = nameFailure(record, { ...facts, ...more });
    expect(failure).toMatchObject({ kind, sentence: expect.stringMatching(sentence) });
    expect(failure?.remedies.map(({ id }) => id)).toEqual(remedies);
    for (const { change } of failure?.remedies ?? []) if (change) expect(runConfigSchema.parse(applyChange(config, change))).toBeTruthy();
  });

  it('with what was said last', () => {
    expect(nameFailure(failed(), { ...facts, lines: [line('all fine', 'info'), line('ValueError: who knows')] })?.said).toBe('ValueError: who knows\nJob failed with exit code: 1');
  });

  it('not when it went well, goes on, or a person cancelled it', () => {
    for (const stage of ['COMPLETED', 'RUNNING', 'SCHEDULING', 'CANCELED']) expect(nameFailure(failed({ seen: { ...seen, stage } }), facts)).toBe(null);
  });

  it('as stuck after a quarter of an hour without hardware, with other cards of as much memory', () => {
    const waiting = (schedulingSeconds: number) => failed({ flavor: 'l4x1', seen: { ...seen, stage: 'SCHEDULING', startedAt: null, runningSeconds: 0, schedulingSeconds } });
    expect(nameFailure(waiting(899), facts)).toBe(null);
    const failure = nameFailure(waiting(1_000), facts);
    expect(failure).toMatchObject({ kind: 'stuck', sentence: expect.stringMatching(/more than 16 minutes/) });
    expect(failure?.remedies.map(({ change }) => change?.flavor)).toEqual(['a10g-small', 'a100-large']);
  });
});

describe('the ladder for memory', () => {
  const ladder = (given: RunConfig) => nameFailure(failed({ config: given, digest: error('OOM', 'CUDA out of memory') }), facts)?.remedies ?? [];

  it('begins with what learns the same, and ends with the next card that has more for each', () => {
    expect(ladder(config).map(({ id, change }) => [id, change])).toEqual([
      ['smaller-batch', { parameters: { per_device_train_batch_size: 4, gradient_accumulation_steps: 4 } }],
      ['recompute', { parameters: { gradient_checkpointing: true } }],
      ['shorter', { parameters: { max_length: 1_024 } }],
      ['qlora', { tuning: 'qlora' }],
      ['larger', { flavor: 'l4x1' }],
    ]);
  });

  it('offers only what is left to change', () => {
    const least = { ...config, tuning: 'qlora' as const, flavor: 'a100-large', parameters: { ...config.parameters, per_device_train_batch_size: 1, gradient_checkpointing: true, max_length: 256 } };
    expect(ladder(least)).toEqual([]);
    expect(ladder({ ...least, tuning: 'full' }).map(({ id }) => id)).toEqual(['lora', 'qlora']);
  });

  it('changes nothing that a script of one’s own would not read', () => {
    expect(ladder({ ...config, script: 'import torch' }).map(({ id }) => id)).toEqual(['larger']);
  });

  it('keeps the answers to one prompt together for GRPO', () => {
    const grpo = { ...config, method: 'grpo' as const, reward: { kind: 'near-length' as const, value: '9' } };
    expect(ladder(grpo).map(({ id }) => id)).toContain('smaller-batch');
    expect(ladder({ ...grpo, parameters: { ...grpo.parameters, num_generations: 8 } }).map(({ id }) => id)).not.toContain('smaller-batch');
    expect(ladder({ ...grpo, parameters: { ...grpo.parameters, max_completion_length: 1_000 } }).find(({ id }) => id === 'shorter')?.change).toEqual({ parameters: { max_completion_length: 500 } });
  });
});
