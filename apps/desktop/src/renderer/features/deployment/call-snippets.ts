// How a program outside asks what was deployed: whole texts to copy, with the
// token taken from the environment and never written into them.
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { DeployTemplate } from '@hubdesk/shared/spaces/deploy-kinds';

export interface CallSnippet {
  form: 'python' | 'javascript' | 'curl';
  label: string;
  /** For the colours. */
  language: 'python' | 'javascript' | 'bash';
  /** What must be there to run it. */
  needs: string;
  text: string;
}

type Called = Pick<Deployment, 'config' | 'space' | 'job'>;

/** Empty where there is nothing to call: a static page, or an app whose calls only it knows. */
export function callSnippets({ config, space, job }: Called): readonly CallSnippet[] {
  if (job) return job.endpoint === null ? [] : jobSnippets(job.endpoint, config);
  const call = calls[config.template];
  if (config.kind === 'static' || !space || !call) return [];
  const isPrivate = config.visibility === 'private';
  // Under its own name where the Hub is the Hub; an app that answers elsewhere has only its address.
  const isOnHub = space.appUrl === null || /^https:\/\/[^/]+\.hf\.space\/?$/.test(space.appUrl);
  const source = isOnHub ? space.id : (space.appUrl ?? space.id);
  const question = JSON.stringify(config.question);
  const address = space.appUrl?.replace(/\/$/, '');
  const token = isPrivate ? ' with HF_TOKEN in the environment' : '';
  const python = [
    ...(isPrivate ? ['import os', ''] : []),
    'from gradio_client import Client',
    '',
    `client = Client(${JSON.stringify(source)}${isPrivate ? ', token=os.environ["HF_TOKEN"]' : ''})`,
    `print(client.predict(${question}, api_name="${call.endpoint}"))`,
  ];
  const javascript = [
    "import { Client } from '@gradio/client';",
    '',
    `const app = await Client.connect(${JSON.stringify(source)}${isPrivate ? ', { token: process.env.HF_TOKEN }' : ''});`,
    `const { data } = await app.predict('${call.endpoint}', { ${call.input}: ${question} });`,
    'console.log(data[0]);',
  ];
  const header = isPrivate ? ' -H "Authorization: Bearer $HF_TOKEN"' : '';
  const curl =
    address === undefined
      ? null
      : [
          `APP=${shellWord(`${address}/gradio_api/call${call.endpoint}`)}`,
          `EVENT=$(curl -s "$APP"${header} -H 'Content-Type: application/json' \\`,
          `  -d ${shellWord(JSON.stringify({ data: call.values(config) }))} | sed 's/.*"event_id": *"\\([^"]*\\)".*/\\1/')`,
          `curl -sN "$APP/$EVENT"${header}`,
        ];
  return [
    {
      form: 'python',
      label: 'Python',
      language: 'python',
      needs: `Needs gradio_client${token}.`,
      text: lines(python),
    },
    {
      form: 'javascript',
      label: 'JavaScript',
      language: 'javascript',
      needs: `Needs @gradio/client${token}.`,
      text: lines(javascript),
    },
    ...(curl === null
      ? []
      : [
          {
            form: 'curl',
            label: 'curl',
            language: 'bash',
            needs: `For bash or zsh${token}.`,
            text: lines(curl),
          } as const,
        ]),
  ];
}

type Config = Deployment['config'];

/** What the generated apps take: the first input by name, and all of them in their order. */
const calls: Readonly<
  Record<DeployTemplate, { endpoint: string; input: string; values: (config: Config) => unknown[] } | null>
> = {
  chat: {
    endpoint: '/chat',
    input: 'message',
    // The history, which an app keeps by itself, has no place among them.
    values: ({ question, systemPrompt, maxNewTokens, temperature }) => [
      question,
      systemPrompt,
      maxNewTokens,
      temperature,
      0.95,
    ],
  },
  completion: {
    endpoint: '/complete',
    input: 'text',
    values: ({ question, maxNewTokens, temperature }) => [question, maxNewTokens, temperature, 0.95],
  },
  embeddings: { endpoint: '/embed', input: 'text', values: ({ question }) => [question] },
  classification: { endpoint: '/classify', input: 'text', values: ({ question }) => [question] },
  folder: null,
};

/** An address as OpenAI's, for as long as the job runs. */
function jobSnippets(endpoint: string, { model, question, template, maxNewTokens }: Config): readonly CallSnippet[] {
  const name = JSON.stringify(model ?? '');
  const address = endpoint.replace(/\/$/, '');
  const isChat = template !== 'completion' && template !== 'embeddings';
  const path = isChat ? 'chat/completions' : template === 'completion' ? 'completions' : 'embeddings';
  const asked = isChat
    ? `messages=[{"role": "user", "content": ${JSON.stringify(question)}}],`
    : template === 'completion'
      ? `prompt=${JSON.stringify(question)}, max_tokens=${maxNewTokens},`
      : `input=${JSON.stringify(question)},`;
  const method = isChat ? 'chat.completions' : path;
  const read = isChat
    ? 'answer.choices[0].message.content'
    : template === 'completion'
      ? 'answer.choices[0].text'
      : 'answer.data[0].embedding';
  const body = isChat
    ? { model, messages: [{ role: 'user', content: question }] }
    : template === 'completion'
      ? { model, prompt: question, max_tokens: maxNewTokens }
      : { model, input: question };
  return [
    {
      form: 'python',
      label: 'Python',
      language: 'python',
      needs: 'Needs openai, with HF_TOKEN in the environment.',
      text: lines([
        'import os',
        '',
        'from openai import OpenAI',
        '',
        `client = OpenAI(base_url=${JSON.stringify(address)}, api_key=os.environ["HF_TOKEN"])`,
        `answer = client.${method}.create(`,
        `    model=${name},`,
        `    ${asked}`,
        ')',
        `print(${read})`,
      ]),
    },
    {
      form: 'curl',
      label: 'curl',
      language: 'bash',
      needs: 'For bash or zsh, with HF_TOKEN in the environment.',
      text: lines([
        `curl ${shellWord(`${address}/${path}`)} \\`,
        '  -H "Authorization: Bearer $HF_TOKEN" -H \'Content-Type: application/json\' \\',
        `  -d ${shellWord(JSON.stringify(body))}`,
      ]),
    },
  ];
}

/** One word for a shell, whatever is in it. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
