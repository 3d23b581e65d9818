import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Preflight, PreflightCheck } from '@hubdesk/shared/train/preflight';
import { applyChange } from '@hubdesk/shared/train/apply-change';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { fetchHardware } from '../../hub/hardware.ts';
import { whoami } from '../../hub/whoami.ts';
import { AppError } from '@hubdesk/shared/errors';
import { systemClock } from '../../ports/clock.ts';
import { type FactsHost, jsonl, runWith, startFacts } from '../facts/facts-host.fixture.ts';
import type { PreflightParts } from './preflight-parts.ts';
import { runPreflight } from './run-preflight.ts';

// A thread that reads a tokenizer takes its time on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

let host: FactsHost;
beforeAll(async () => {
  host = await startFacts();
});
beforeEach(() => host.as('write'));
afterAll(() => host.stop());

function partsOf(change: Partial<PreflightParts> = {}): PreflightParts {
  return {
    clock: systemClock,
    hub: host.client,
    token: host.token(),
    owner: async (signal) => {
      const token = host.token();
      if (token === null) throw new AppError('SIGNED_OUT', 'No Hugging Face account is connected.', { provider: 'huggingface' });
      return whoami(host.client, token, signal);
    },
    facts: host.facts,
    flavors: () => fetchHardware(host.client, {}),
    pushing: async () => [{ name: 'yesterday', repo: 'sandy/on-its-way' }],
    judgeBudget: async ({ worstUsd }) => ({ ok: (worstUsd ?? 0) < 1, sentence: `At worst ${(worstUsd ?? 0).toFixed(2)} dollars.` }),
    ...change,
  };
}

async function preflight(config: RunConfig, change: Partial<PreflightParts> = {}, kind: 'train' | 'smoke' = 'train') {
  let last: Preflight | undefined;
  for await (const each of runPreflight(config, kind, partsOf(change), undefined)) last = each;
  expect(last?.done).toBe(true);
  return Object.fromEntries((last?.checks ?? []).map((check) => [check.id, check])) as Record<string, PreflightCheck>;
}

function changed(config: RunConfig, check: PreflightCheck | undefined): RunConfig {
  if (check?.action?.kind !== 'change') throw new Error(`No change is proposed: ${JSON.stringify(check)}`);
  return applyChange(config, check.action.change);
}

const small = { id: 'sandy/small-questions', config: null, train: 'train', evaluation: 'validation' };

describe('a preflight', () => {
  it('finds nothing against a run that will work, and asks for nothing but answers', async () => {
    const before = host.hub.requests.length;
    const found = await preflight(runWith({ dataset: small }));
    for (const check of Object.values(found)) expect(check, check.finding).toMatchObject({ state: 'ok' });
    for (const { finding } of Object.values(found)) expect(finding).toMatch(/^\S.*[.]$/);
    expect(host.hub.requests.slice(before).filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
  });

  it('grows check by check and always has all of them', async () => {
    const sizes: number[] = [];
    for await (const { checks } of runPreflight(runWith(), 'train', partsOf(), undefined)) {
      expect(checks).toHaveLength(13);
      sizes.push(checks.filter(({ state }) => state === 'checking').length);
    }
    expect(sizes[0]).toBe(13);
    expect(sizes.at(-1)).toBe(0);
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  it('ends at once when nobody wants it any more', async () => {
    const stop = new AbortController();
    const running = runPreflight(runWith(), 'train', partsOf(), stop.signal);
    await running.next();
    const next = running.next();
    stop.abort();
    await expect(next).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('the account', () => {
  it.each([
    ['read', 'may only read'],
    ['fineGrainedNoInference', 'no permission to start jobs'],
    ['expired', 'expired'],
    ['nobody', 'No Hugging Face account'],
  ])('stops with the token “%s”', async (token, words) => {
    host.as(token);
    const { token: check } = await preflight(runWith());
    expect(check).toMatchObject({ state: 'stops', finding: expect.stringContaining(words) });
    expect(check?.action).not.toBeNull();
  });

  it('stops when the Hub turns the token away that was good before', async () => {
    const token = host.token();
    if (token === null) throw new Error('There is no token');
    const known = await whoami(host.client, token);
    host.as('expired');
    const found = await preflight(runWith(), { owner: async () => known, token: host.token() });
    expect(found['token']).toMatchObject({ state: 'stops' });
    expect(found['model']).toMatchObject({ state: 'unknown' });
  });

  it('stops a run that could not push, and mends it', async () => {
    const config = runWith({ giveToken: false });
    const { token } = await preflight(config);
    expect(token).toMatchObject({ state: 'stops' });
    expect(changed(config, token).giveToken).toBe(true);
    const withSecret = await preflight({ ...config, secrets: ['HF_TOKEN'] });
    expect(withSecret['token']).toMatchObject({ state: 'ok' });
  });

  it('stops with a payer the account is no member of, and goes back to the account', async () => {
    const config = runWith({ payer: 'strangers' });
    const { payer } = await preflight(config);
    expect(payer).toMatchObject({ state: 'stops' });
    expect(changed(config, payer).payer).toBeNull();
    host.as('fineGrained');
    expect((await preflight(runWith({ payer: 'tidewater' })))['payer']).toMatchObject({ state: 'ok' });
  });

  it('tells of the credits only what the Hub does', async () => {
    const { credits } = await preflight(runWith());
    expect(credits?.finding).toContain('the Hub does not say how much is left');
    expect(credits?.action).toMatchObject({ kind: 'link', url: `${host.hub.url}/settings/billing` });
  });

  it('stops what goes beyond the budget, by the timeout’s cost', async () => {
    const { budget } = await preflight(runWith({ flavor: 'a100-large', timeoutSeconds: 7_200 }));
    expect(budget).toMatchObject({ state: 'stops', finding: 'At worst 5.00 dollars.' });
    const smoke = await preflight(runWith({ flavor: 'a100-large', timeoutSeconds: 7_200 }), {}, 'smoke');
    expect(smoke['budget']).toMatchObject({ state: 'ok', finding: 'At worst 0.42 dollars.' });
  });
});

describe('the model and the dataset', () => {
  it('stop where they are not there or not open to this account', async () => {
    host.as('noCredits');
    const absent = await preflight(runWith({ model: 'sandy/nothing', dataset: { ...small, id: 'sandy/nothing' } }));
    expect(absent['model']).toMatchObject({ state: 'stops' });
    expect(absent['dataset']).toMatchObject({ state: 'stops' });
    const gated = await preflight(
      runWith({ model: 'google/gemma-2-27b-it', dataset: { ...small, id: 'tidewater/harbor-dialogues' } }),
    );
    expect(gated['model']).toMatchObject({ state: 'stops', action: { kind: 'link', label: 'Ask for access' } });
    expect(gated['dataset']).toMatchObject({ state: 'stops', action: { kind: 'link', label: 'Ask for access' } });
  });

  it('stop with an adapter', async () => {
    const { model } = await preflight(runWith({ model: 'sandy/tide-tables-lora' }));
    expect(model).toMatchObject({ state: 'stops', finding: expect.stringContaining('adapter') });
  });

  it('stop without their splits, and mend the evaluation', async () => {
    const config = runWith({ dataset: { ...small, evaluation: 'test' } });
    const { dataset } = await preflight(config);
    expect(dataset).toMatchObject({ state: 'stops', finding: expect.stringContaining('train, validation') });
    expect(changed(config, dataset).dataset?.evaluation).toBeNull();
    const other = await preflight(runWith({ dataset: { ...small, train: 'teach' } }));
    expect(other['dataset']).toMatchObject({ state: 'stops' });
  });

  it('stop with a method that is not for the rows, and change to one that is', async () => {
    const config = runWith({ method: 'dpo' });
    const { format } = await preflight(config);
    expect(format).toMatchObject({ state: 'stops', action: { label: 'Train with SFT' } });
    const mended = changed(config, format);
    expect(mended.method).toBe('sft');
    expect((await preflight(mended))['format']).toMatchObject({ state: 'ok' });
  });

  it('send rows that nothing trains on to Datasets', async () => {
    await host.make('dataset', 'sandy/alpaca', { 'train.jsonl': jsonl([{ instruction: 'Hi', input: '', output: 'Hello' }]) });
    const { format } = await preflight(runWith({ dataset: { ...small, id: 'sandy/alpaca', evaluation: null } }));
    expect(format).toMatchObject({ state: 'stops', action: { kind: 'go', place: '/datasets/hub/sandy/alpaca' } });
  });

  it('stop GRPO without a reward that can be given', async () => {
    await host.make('dataset', 'sandy/prompts', { 'train.jsonl': jsonl([{ prompt: 'What is two and two?', answer: '4' }]) });
    const config = runWith({ method: 'grpo', dataset: { ...small, id: 'sandy/prompts', evaluation: null } });
    expect((await preflight(config))['format']).toMatchObject({ state: 'stops' });
    const rewarded = (value: string): RunConfig => ({ ...config, reward: { kind: 'contains-column', value } });
    expect((await preflight(rewarded('solution')))['format']).toMatchObject({ state: 'stops' });
    expect((await preflight(rewarded('answer')))['format']).toMatchObject({ state: 'ok' });
  });
});

describe('the rows', () => {
  it('warn of answers that are lost, with a length that keeps them', async () => {
    const config = runWith({}, { max_length: 40 });
    const { length } = await preflight(config);
    expect(length).toMatchObject({ state: 'warning', finding: expect.stringContaining('lose their whole answer') });
    const mended = changed(config, length);
    expect((await preflight(mended))['length']).toMatchObject({ state: 'ok' });
  });

  it('stop where no row keeps its answer', async () => {
    expect((await preflight(runWith({}, { max_length: 8 })))['length']).toMatchObject({ state: 'stops' });
  });

  it('warn of more tokens than the model was made for', async () => {
    const long = { text: 'one two three four five six seven '.repeat(200) };
    await host.make('dataset', 'sandy/long', { 'train.jsonl': jsonl([long]) });
    const config = runWith({ dataset: { ...small, id: 'sandy/long', evaluation: null } }, { max_length: 4_096 });
    expect(changed(config, (await preflight(config))['length']).parameters.max_length).toBe(512);
  });

  it('tell of rows that the template refuses, and why', async () => {
    const rows = [{ messages: [{ role: 'user', content: 'Hi' }] }, { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' }] }];
    const template = "{% for message in messages %}{% if loop.last and message['role'] == 'user' %}{{ raise_exception('ends with a question') }}{% endif %}{{ message['content'] }}{% endfor %}";
    const tokenizer = await (await fetch(`${host.hub.url}/sandy/tiny-llama/resolve/main/tokenizer.json`)).text();
    await host.make('model', 'sandy/picky', {
      'config.json': JSON.stringify({ architectures: ['LlamaForCausalLM'] }),
      'model.safetensors': 'weights',
      'tokenizer.json': tokenizer,
      'tokenizer_config.json': '{}',
      'chat_template.jinja': template,
    });
    await host.make('dataset', 'sandy/chats', { 'train.jsonl': jsonl([rows[1], rows[0], rows[1], rows[1]]) });
    const config = runWith({ model: 'sandy/picky', dataset: { ...small, id: 'sandy/chats', evaluation: null } });
    const { template: check } = await preflight(config);
    expect(check).toMatchObject({ state: 'warning', finding: expect.stringMatching(/1 of 4 rows, first row 2: .*ends with a question/) });
  });
});

describe('what comes of it', () => {
  it('stops where another run is on its way to the same repository, and proposes a free name', async () => {
    const config = runWith({ output: { repo: 'sandy/on-its-way', private: true } });
    const { output } = await preflight(config);
    expect(output).toMatchObject({ state: 'stops', finding: expect.stringContaining('yesterday') });
    expect(changed(config, output).output.repo).toBe('sandy/on-its-way-2');
  });

  it('warns of weights that would be replaced, with a free name', async () => {
    const config = runWith({ output: { repo: 'sandy/tiny-llama', private: true } });
    const { output } = await preflight(config);
    expect(output).toMatchObject({ state: 'warning' });
    expect(changed(config, output).output.repo).toBe('sandy/tiny-llama-2');
  });

  it('stops where nothing can be pushed', async () => {
    const config = runWith({ output: { repo: 'strangers/mine', private: true } });
    const { output } = await preflight(config);
    expect(output).toMatchObject({ state: 'stops' });
    expect(changed(config, output).output.repo).toBe('sandy/mine');
    expect((await preflight(runWith({ output: { repo: 'sandy/a--b', private: true } })))['output']).toMatchObject({ state: 'stops' });
  });

  it('stops with hardware that is not offered or far too small, and names better', async () => {
    const gone = runWith({ flavor: 'h100x64' });
    const { hardware } = await preflight(gone);
    expect(hardware).toMatchObject({ state: 'stops' });
    expect(changed(gone, hardware).flavor).toBe('cpu-basic');
    const large = runWith({ model: 'Qwen/Qwen3-8B', tuning: 'full', flavor: 't4-small' });
    const found = await preflight(large);
    expect(found['hardware']).toMatchObject({ state: 'stops', action: { kind: 'change' } });
    expect((await preflight(changed(large, found['hardware'])))['hardware']).toMatchObject({ state: 'ok' });
  });

  it('stops where bfloat16 is asked of a card without it', async () => {
    const config = runWith({ flavor: 't4-small' }, { dtype: 'bfloat16' });
    const { hardware } = await preflight(config);
    expect(hardware).toMatchObject({ state: 'stops' });
    expect((await preflight(changed(config, hardware)))['hardware']).toMatchObject({ state: 'ok' });
  });

  it('warns of a timeout that comes before the end, and proposes one', async () => {
    const config = runWith({ timeoutSeconds: 60 });
    const { timeout } = await preflight(config);
    expect(timeout).toMatchObject({ state: 'warning' });
    expect((await preflight(changed(config, timeout)))['timeout']).toMatchObject({ state: 'ok' });
  });

  it('needs little of a script of one’s own', async () => {
    const script = '# /// script\n# dependencies = ["trl"]\n# ///\nimport trl\n';
    const own = await preflight(runWith({ script, model: null, dataset: null }));
    expect(Object.fromEntries(Object.values(own).map(({ id, state }) => [id, state]))).toMatchObject({
      script: 'ok',
      model: 'not-needed',
      dataset: 'not-needed',
      format: 'not-needed',
      template: 'not-needed',
      length: 'not-needed',
      output: 'not-needed',
      hardware: 'ok',
      timeout: 'not-needed',
    });
    const script_ = async (text: string) => (await preflight(runWith({ script: text, model: null, dataset: null })))['script'];
    expect(await script_('import trl\n')).toMatchObject({ state: 'warning' });
    expect(await script_('# /// script\n# dependencies = []\nimport trl\n')).toMatchObject({ state: 'stops' });
    expect(await script_('<!doctype html>')).toMatchObject({ state: 'stops' });
  });

  it('says of a smoke run that it pushes nothing and ends soon', async () => {
    const found = await preflight(runWith({ timeoutSeconds: 60 }), {}, 'smoke');
    expect(found['output']?.state).toBe('not-needed');
    expect(found['timeout']?.state).toBe('not-needed');
  });
});

describe('without answers', () => {
  beforeEach(async () => {
    const shared = host;
    host = await startFacts();
    return async () => {
      await host.stop();
      host = shared;
    };
  });

  it('knows nothing, quickly, and is in nobody’s way', async () => {
    const config = runWith({ dataset: small });
    const parts = partsOf();
    await host.hub.close();
    const states = new Map<string, string>();
    for await (const { checks } of runPreflight(config, 'train', parts, undefined)) for (const { id, state } of checks) states.set(id, state);
    expect([...states].filter(([id]) => id !== 'script').map(([, state]) => state)).toEqual(Array(12).fill('unknown'));
    expect(states.get('script')).toBe('ok');
  });

  it('gives up on a Hub that never answers', async () => {
    let late = () => {};
    host.hub.fail('GET /api/whoami-v2', { stall: true });
    const clock = {
      ...systemClock,
      after: (_delayMs: number, run: () => void) => {
        late = run;
        return () => {};
      },
    };
    const found: Preflight[] = [];
    for await (const each of runPreflight(runWith(), 'train', partsOf({ clock }), undefined)) {
      found.push(each);
      const open = each.checks.filter(({ state }) => state === 'checking').map(({ id }) => id);
      if (open.length > 0 && open.every((id) => ['token', 'payer', 'credits', 'output'].includes(id))) late();
    }
    const token = found.at(-1)?.checks.find(({ id }) => id === 'token');
    expect(token).toMatchObject({ state: 'unknown', finding: 'The Hub takes too long to answer.' });
    expect(found.at(-1)?.checks.find(({ id }) => id === 'model')?.state).toBe('ok');
  });

  it('keeps what one question could not find out to itself', async () => {
    host.hub.fail('GET /api/jobs/hardware', { status: 503 });
    const found = await preflight(runWith());
    expect(found['hardware']?.state).toBe('unknown');
    expect(found['model']?.state).toBe('ok');
  });
});
