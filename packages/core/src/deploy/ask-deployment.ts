// One question to what was deployed: to the app of a Space through Gradio, to a job as OpenAI's clients ask.
import { AppError } from '@hubdesk/shared/errors';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { askGradioApp } from '../hub/gradio-app.ts';
import { askServedModel } from '../hub/served-model.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Asker } from '../spaces/asks-as.ts';
import type { DeployRecord } from './deploy-record.ts';
import type { DeployWorld } from './deploy-world.ts';

/** For the question at the end: enough to see that it answers. */
export const testTokens = 96;

/** The whole answer so far, again and again. Rejects as `askGradioApp` and `askServedModel`; CONFLICT where there is nothing to ask yet. */
export async function* askDeployment(
  { config, space, job }: Pick<DeployRecord, 'config' | 'space' | 'job'>,
  question: string,
  call: { token: Secret | null; domains: readonly string[]; maxTokens: number; signal: AbortSignal | undefined },
): AsyncGenerator<string> {
  const { token, domains, maxTokens, signal } = call;
  if (config.kind === 'static') throw nothingToAsk('This page shows the model and does not run it.');
  if (config.kind === 'job') {
    if (job === null || job.endpoint === null) throw nothingToAsk('The job does not answer yet.');
    yield* askServedModel(
      { endpoint: job.endpoint, token, model: config.model ?? '' },
      asking(config, question, maxTokens),
      { signal },
    );
    return;
  }
  const url = space?.appUrl;
  if (url === undefined || url === null) throw nothingToAsk('The app is not up yet.');
  yield* askGradioApp({ url, token, domains }, { endpoint: null, question, maxNewTokens: maxTokens }, { signal });
}

/** Who asks the app of a Space that a deployment has made: somebody who may put Spaces there. */
export function askerOf(world: Pick<DeployWorld, 'account'>, space: string): Asker {
  return { account: world.account()?.name ?? null, namespaces: space.split('/').slice(0, 1) };
}

function asking({ template, systemPrompt }: DeployConfig, question: string, maxTokens: number) {
  if (template === 'completion') return { kind: 'completion' as const, prompt: question, maxTokens };
  const system = systemPrompt.trim() === '' ? [] : [{ role: 'system' as const, content: systemPrompt }];
  return { kind: 'chat' as const, messages: [...system, { role: 'user' as const, content: question }], maxTokens };
}

function nothingToAsk(sentence: string): AppError {
  return new AppError('CONFLICT', sentence, { what: 'deployment' });
}
