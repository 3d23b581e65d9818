import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../services/test-app.fixture.ts';
import { runWith } from './facts-host.fixture.ts';

// A thread that reads a tokenizer takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp();
  await app.call.account.connect({ token: app.hub.tokens['write'] ?? '' });
});
afterEach(() => app.stop());

const origin = { kind: 'hub' as const, dataset: 'sandy/small-questions', config: null };

function lengths(maxLength: number) {
  const { model, dataset, method, parameters } = runWith({}, { max_length: maxLength });
  return app.call.runs.lengths({ config: { model, dataset, method, parameters } });
}

const filesRead = () => app.hub.requests.filter(({ path }) => /resolve|\/rows/.test(path)).length;

async function count(draft: string): Promise<number> {
  let rows = 0;
  const wish = { draft, model: 'sandy/tiny-llama', method: 'sft' as const, maxLength: 64 };
  for await (const report of await app.call.drafts.tokens(wish)) ({ rows } = report);
  return rows;
}

it('lengths are what Datasets has counted of the same dataset, for whatever limit', async () => {
  const { id } = await app.call.drafts.open({ origin });
  expect((await app.call.runs.dataset({ dataset: origin.dataset })).draft).toBe(id);
  const rows = await count(id);
  const read = filesRead();
  const found = await lengths(40);
  expect(found).toMatchObject({ rows, complete: true });
  expect(found.cutRows).toBeGreaterThan(0);
  expect(filesRead()).toBe(read);
});

it('lengths are counted anew where the draft is not what is on the Hub', async () => {
  const { id } = await app.call.drafts.open({ origin });
  const { rows } = await app.call.drafts.rows({ draft: id, file: 'train.jsonl', from: 0, count: 1 });
  const [first] = rows;
  if (!first) throw new Error('There is no row');
  await app.call.drafts.edit({ draft: id, row: { file: first.file, row: first.row }, edit: { kind: 'drop' } });
  const left = await count(id);
  const found = await lengths(256);
  expect(found.rows).toBe(left + 1);
});
