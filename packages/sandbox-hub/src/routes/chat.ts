// `POST /v1/chat/completions` on the router, and the same through one provider's own path.
// Checks what the real router checks (token, permission, payer, credits, model, provider), then lets the
// little model answer: at once, or as a stream of frames at the provider's pace.
import { namespacesOf, requireCaller, type Caller } from '../caller.ts';
import { readChatBody, textOf, type ChatBody } from '../chat/chat-body.ts';
import { Completion, completionFrames, wholeReply, type Target } from '../chat/completion.ts';
import { inferenceEntry, payerOf } from '../chat/payer.ts';
import { routerError } from '../chat/router-error.ts';
import { ROUTER_PREFIX, type HubContext } from '../hub-context.ts';
import { Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { chatServings, type ModelRecord } from '../models/model-record.ts';
import { pickServing } from '../models/pick-serving.ts';
import { tokenize } from '../text/little-model.ts';

// Where the providers keep their chat route, below their name on the router.
const PROVIDER_PATHS = [
  'v1/chat/completions',
  'openai/v1/chat/completions',
  'inference/v1/chat/completions',
  'v3/openai/chat/completions',
  'compatibility/v1/chat/completions',
  'v1/openai/chat/completions',
  'api/paas/v4/chat/completions',
];

export function chatRoutes(hub: HubContext): Route[] {
  return [
    {
      method: 'POST',
      pattern: `${ROUTER_PREFIX}/v1/chat/completions`,
      answer: (request) => answer(hub, request, ({ model }, caller) => resolve(hub, model, caller)),
    },
    {
      method: 'POST',
      pattern: `${ROUTER_PREFIX}/hf-inference/models/:namespace/:name/v1/chat/completions`,
      answer: (request) => {
        const { namespace, name } = request.params;
        return answer(hub, request, () => resolveAt(hub, 'hf-inference', `${namespace}/${name}`));
      },
    },
    ...PROVIDER_PATHS.map((path): Route => ({
      method: 'POST',
      pattern: `${ROUTER_PREFIX}/:provider/${path}`,
      answer: (request) => {
        const { provider = '' } = request.params;
        return answer(hub, request, ({ model }) => resolveAt(hub, provider, model));
      },
    })),
  ];
}

function resolve({ store }: HubContext, wanted: string, caller: Caller): Target {
  const [id = '', suffix] = wanted.split(':');
  const model = store.catalogue.find(id);
  const serving = model && pickServing(chatServings(model), suffix, caller.account.providerOrder);
  if (!model || (model.private && !namespacesOf(caller).has(model.author)) || !serving) {
    const message = `The requested model '${wanted}' is not supported by any provider you have enabled.`;
    throw new Refusal(400, routerError(message, 'invalid_request_error', 'model_not_supported', 'model'));
  }
  return { model, serving };
}

function resolveAt({ store }: HubContext, provider: string, providerId: string): Target {
  // A provider's own id may differ from the model id, so all that it serves are looked through.
  for (const model of store.catalogue.all()) {
    for (const serving of chatServings(model)) {
      if (serving.provider === provider && (serving.providerId ?? model.id) === providerId) return { model, serving };
    }
  }
  const message = `The model '${providerId}' does not exist at ${provider}`;
  throw new Refusal(404, routerError(message, 'invalid_request_error', 'model_not_found', 'model'));
}

async function answer(
  hub: HubContext,
  request: HubRequest,
  find: (body: ChatBody, caller: Caller) => Target,
): Promise<Reply> {
  const caller = requireCaller(hub.store, request.headers);
  const body = await readChatBody(request);
  const payer = payerOf(hub.store, caller, request.headers['x-hf-bill-to']);
  await hub.tinyModels.settled();
  const target = find(body, caller);
  const { model, serving } = target;
  if (serving.status === 'error') {
    throw new Refusal(503, routerError(`${serving.provider} is not answering for ${model.id}.`, 'server_error', null));
  }
  refuseWhatTheLittleModelCannot(body, model);
  const promptTokens = body.messages.reduce((sum, message) => sum + tokenize(textOf(message)).length + 4, 0);
  if (promptTokens > (serving.contextLength ?? Infinity)) {
    const message = `This model's maximum context length is ${serving.contextLength} tokens, the messages have ${promptTokens}.`;
    throw new Refusal(400, routerError(message, 'invalid_request_error', 'context_length_exceeded', 'messages'));
  }

  const completion = new Completion(hub, body, target, promptTokens);
  const settle = () => {
    const { input, output } = serving.pricing ?? { input: 0, output: 0 };
    const { prompt_tokens, completion_tokens } = completion.usage();
    const usd = (prompt_tokens * input + completion_tokens * output) / 1e6;
    hub.store.spend(payer, usd, inferenceEntry(hub, request, `${model.id} at ${serving.provider}`));
  };
  const headers = { 'x-inference-provider': serving.provider };
  if (body.stream) {
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers },
      body: completionFrames(completion, request.gone, body.stream_options?.include_usage === true, settle),
    };
  }
  return wholeReply(completion, request.gone, headers, settle);
}

function refuseWhatTheLittleModelCannot(body: ChatBody, model: ModelRecord): void {
  const refuse = (param: string, message: string) => {
    throw new Refusal(422, routerError(message, 'invalid_request_error', null, param));
  };
  if (body.response_format && body.response_format.type !== 'text') {
    refuse('response_format', "The Sandbox's little model can only answer in plain text.");
  }
  if (body.tool_choice === 'required' || typeof body.tool_choice === 'object') {
    if (body.tool_choice) refuse('tool_choice', "The Sandbox's little model cannot call tools.");
  }
  const hasImage = body.messages.some(
    ({ content }) => Array.isArray(content) && content.some((part) => part.type === 'image_url'),
  );
  if (hasImage && !model.inputModalities.includes('image')) refuse('messages', `${model.id} takes text only.`);
}
