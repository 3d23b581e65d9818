import { expect, it } from 'vitest';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import { aDeployment } from '../../api/a-deployment.fixture.ts';
import { callSnippets } from './call-snippets.ts';

const texts = (change: Parameters<typeof aDeployment>[0]) =>
  Object.fromEntries(callSnippets(aDeployment(change)).map(({ form, text }) => [form, text]));

it('keeps a question with quotes inside the words of each language', () => {
  const question = `It's "low"; $(tide)\\`;
  const { python, javascript, curl } = texts({ config: { ...exampleDeployConfig, question } });
  expect(python).toContain(`client.predict(${JSON.stringify(question)}, api_name="/chat")`);
  expect(javascript).toContain(`app.predict('/chat', { message: ${JSON.stringify(question)} })`);
  const data = /-d ('(?:[^']|'\\'')*') \|/.exec(curl ?? '')?.[1] ?? '';
  expect(JSON.parse(data.slice(1, -1).replaceAll(String.raw`'\''`, "'"))).toEqual({
    data: [question, '', 256, 0.7, 0.95],
  });
});

it('takes a token from the environment for a private app only, and never writes one', () => {
  const open = texts({ config: { ...exampleDeployConfig, visibility: 'public' } });
  expect(Object.values(open).join()).not.toContain('HF_TOKEN');
  expect(texts({}).python).toContain('Client("sandy/tiny-llama-chat", token=os.environ["HF_TOKEN"])');
});

it('gives a job the address of OpenAI’s clients and the name the model is served under', () => {
  const job = { namespace: 'sandy', id: 'j', url: '', endpoint: 'https://x.hf.jobs/v1', endsAt: null };
  const { python, curl } = texts({ space: null, job, config: { ...exampleDeployConfig, kind: 'job' } });
  expect(python).toContain('base_url="https://x.hf.jobs/v1"');
  expect(python).toContain('model="sandy/tiny-llama"');
  expect(curl).toContain("'https://x.hf.jobs/v1/chat/completions'");
});

it('has nothing to call for a page, or for an app of one’s own', () => {
  expect(texts({ config: { ...exampleDeployConfig, kind: 'static' } })).toEqual({});
  expect(texts({ config: { ...exampleDeployConfig, template: 'folder' } })).toEqual({});
});
