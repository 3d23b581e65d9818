// One question to a running Gradio app, by its address and through the official client; and a look at the page of one
// that is not asked. Refuses to go anywhere but to that app, and to wait without end.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { type AppAddress, appFetch, type AppFetch, appRefusal } from './app-origin.ts';
import { gradioAnswer } from './gradio-answer.ts';
import type { GradioApp } from './gradio-client.ts';

export interface GradioAsk {
  /** `/chat`; null: the one it has. */
  endpoint: string | null;
  question: string;
  maxNewTokens?: number;
}

export interface AppCall {
  signal?: AbortSignal | undefined;
  /** Longest silence; of an app in its queue too, which says every 15 seconds that it lives. */
  idleMs?: number;
  /** Until the answer is whole. */
  totalMs?: number;
}

const usualIdleMs = 90_000;
const usualTotalMs = 600_000;
const mostBytes = 64 * 1024 * 1024;
const farewellMs = 2_000;
/** What our own apps have, the most talkative first. */
const ourEndpoints = ['/chat', '/complete', '/embed', '/classify', '/predict'];

/**
 * The whole answer so far, as a person reads it, again and again until it is whole. Rejects with RATE_LIMITED where
 * GPU time is used up, INVALID_INPUT where the app asks for more of it than there may be or takes no question,
 * MISSING_PERMISSION and NOT_FOUND for a private app, PROVIDER_UNAVAILABLE for an app that is down, fails, breaks off
 * or answers with nothing, TIMEOUT, CANCELLED. Leaving the loop ends the question in the app.
 */
export async function* askGradioApp(app: AppAddress, ask: GradioAsk, call: AppCall): AsyncGenerator<string> {
  const { host } = new URL(app.url);
  const stop = new AbortController();
  const late = AbortSignal.timeout(call.totalMs ?? usualTotalMs);
  const signal = AbortSignal.any([stop.signal, late, ...(call.signal ? [call.signal] : [])]);
  const wanted = appFetch(app, {
    headersMs: call.idleMs ?? usualIdleMs,
    stallMs: call.idleMs ?? usualIdleMs,
    maxBytes: mostBytes,
  });
  let trouble: unknown = null;
  const why = (error: unknown): AppError => {
    if (call.signal?.aborted)
      return isAppError(call.signal.reason) ? call.signal.reason : new AppError('CANCELLED', 'Stopped.', {});
    if (late.aborted) return new AppError('TIMEOUT', 'The app did not finish its answer in time.', { host });
    for (const each of [trouble, error]) if (isAppError(each)) return each;
    return new AppError(
      'PROVIDER_UNAVAILABLE',
      'The app does not answer as a Gradio app does.',
      { provider: 'app', httpStatus: null },
      { cause: error },
    );
  };
  let gradio: GradioApp | null = null;
  let asking: ReturnType<GradioApp['submit']> | null = null;
  let over = false;
  let leaving = false;
  try {
    const { openGradioApp } = await import('./gradio-client.ts');
    signal.throwIfAborted();
    gradio = await openGradioApp(app.url, {
      signal,
      fetch: (input, init) => (leaving ? farewell(wanted, input, init) : wanted(input, init)),
      refusal: (response) => appRefusal(response, new URL(app.url), app.token !== null),
      failed(error) {
        trouble ??= error;
        void asking?.return();
      },
    });
    const { endpoint, data } = questionFor(gradio, ask);
    asking = gradio.submit(endpoint, data, null, null, false);
    const end = () => void asking?.return();
    signal.addEventListener('abort', end, { once: true });
    let last = '';
    for await (const event of asking) {
      if (event.type === 'data') {
        const answer = gradioAnswer(event.data);
        if (answer !== '' && answer !== last) yield answer;
        last = answer;
      } else if (event.type === 'status' && event.stage === 'error') {
        over = true;
        throw appFailure(event.message);
      } else if (event.type === 'status' && event.stage === 'complete') over = true;
    }
    if (!over) throw trouble ?? signal.reason;
    if (last.trim() === '')
      throw new AppError('PROVIDER_UNAVAILABLE', 'The app answered with nothing.', {
        provider: 'app',
        httpStatus: null,
      });
  } catch (error) {
    throw why(error);
  } finally {
    leaving = true;
    // What goes on in the app uses somebody's GPU time.
    if (asking !== null && !over) void asking.cancel();
    gradio?.close();
    stop.abort();
  }
}

/** Says that nobody waits any more; whether that is heard does not matter. */
async function farewell(wanted: AppFetch, input: string | URL, init: RequestInit | undefined): Promise<Response> {
  try {
    return await wanted(input, { ...init, signal: AbortSignal.timeout(farewellMs) });
  } catch {
    return new Response('{}', { status: 200 });
  }
}

function questionFor(
  gradio: GradioApp,
  { endpoint, question, maxNewTokens }: GradioAsk,
): { endpoint: string; data: Record<string, unknown> } {
  const named = gradio.api_info?.named_endpoints ?? {};
  const isText = ({ type, component }: { type: string; component: string }) =>
    type === 'string' || component === 'MultimodalTextbox';
  const takesText = Object.keys(named).filter((name) => named[name]?.parameters.some(isText));
  const chosen = endpoint ?? ourEndpoints.find((name) => takesText.includes(name)) ?? takesText[0];
  const found = chosen === undefined ? undefined : named[chosen];
  const parameter = found?.parameters.find(isText);
  if (chosen === undefined || parameter === undefined) {
    const reason =
      endpoint === null
        ? 'The app has nothing that takes a question.'
        : `The app has no ${endpoint} that takes a question.`;
    throw new AppError('INVALID_INPUT', reason, { reason });
  }
  const data: Record<string, unknown> = {
    [parameter.parameter_name]: parameter.component === 'MultimodalTextbox' ? { text: question, files: [] } : question,
  };
  const limit = found?.parameters.find(({ parameter_name: name }) => name === 'max_new_tokens');
  if (limit && maxNewTokens !== undefined) data[limit.parameter_name] = maxNewTokens;
  const missing = found?.parameters.find(
    ({ parameter_name: name, parameter_has_default: has }) => has !== true && !(name in data),
  );
  if (missing) {
    const reason = `The app wants more than a question: “${missing.label}”. Ask it on its own page.`;
    throw new AppError('INVALID_INPUT', reason, { reason });
  }
  return { endpoint: chosen, data };
}

/** Words of Gradio and of ZeroGPU (reported): `You have exceeded your GPU quota (60s requested vs. 56s left)`, `illegal duration`. */
function appFailure(message: unknown): AppError {
  const said = (typeof message === 'string' ? message : '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
  if (/quota/i.test(said))
    return new AppError('RATE_LIMITED', `The GPU time of this account is used up for now: ${said}`, {
      retryAfterMs: quotaPauseMs(said),
    });
  if (/illegal duration|duration.{0,40}larger than/i.test(said)) {
    const reason = 'The app asks ZeroGPU for more seconds than one call may have. Give it fewer.';
    return new AppError('INVALID_INPUT', reason, { field: 'gpuSeconds', reason });
  }
  if (/queue is full|currently busy|too many (?:users|requests)/i.test(said)) {
    return new AppError('RATE_LIMITED', 'Too many are asking the app at the moment.', { retryAfterMs: null });
  }
  const words =
    said === '' || /^an? (?:unexpected )?error occurred!?$/i.test(said)
      ? 'The app failed while it answered.'
      : `The app failed while it answered: ${said}`;
  return new AppError('PROVIDER_UNAVAILABLE', words, { provider: 'app', httpStatus: null });
}

/** `Try again in 12:34:56`. */
function quotaPauseMs(said: string): number | null {
  const [, hours, minutes, seconds] = /(\d+):(\d\d):(\d\d)/.exec(said) ?? [];
  return hours === undefined ? null : ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}

const mostPageBytes = 4 * 1024 * 1024;

/** GETs the page at `url`, of which `title` is what its head says. Any status is an answer; rejects as a request does. */
export async function lookAtPage(
  app: AppAddress,
  call: AppCall,
): Promise<{ status: number; bytes: number; title: string | null }> {
  const limits = {
    headersMs: call.idleMs ?? usualIdleMs,
    stallMs: call.idleMs ?? usualIdleMs,
    maxBytes: mostPageBytes,
  };
  const response = await appFetch(app, limits)(app.url, { signal: call.signal ?? null });
  const page = new Uint8Array(await response.arrayBuffer());
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(new TextDecoder().decode(page))?.[1]?.trim();
  return { status: response.status, bytes: page.byteLength, title: title ? unescaped(title) : null };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescaped(text: string): string {
  return text.replace(/&(#\d{1,6}|#x[\da-f]{1,6}|\w{2,6});/gi, (whole, name: string) => {
    const code = /^#x/i.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : name.startsWith('#')
        ? Number(name.slice(1))
        : null;
    if (code === null) return entities[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
