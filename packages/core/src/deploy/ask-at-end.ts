// The step that makes a deployment ready: a real question, and its answer kept. A page that runs nothing is fetched
// instead, and so is an app that takes no questions; what does not answer is not called ready.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { lookAtPage } from '../hub/gradio-app.ts';
import type { Secret } from '../secrets/secret.ts';
import { askDeployment, testTokens } from './ask-deployment.ts';
import { plainFailure, tryAgain } from './deploy-failure.ts';
import { type Drive, StepFailed } from './drive.ts';

/** An app that the Hub calls up may not be reached for a moment. */
const patienceMs = 60_000;
const betweenMs = 2_000;

export interface AskedAtEnd {
  /** Null: it is asked as a stranger would. */
  token: Secret | null;
  domains: readonly string[];
  /** Why it does not answer, in words that are found. */
  explain(why: unknown): Promise<StepFailed>;
}

export async function askAtEnd(drive: Drive, { token, domains, explain }: AskedAtEnd): Promise<void> {
  const { id, book, world, signal } = drive;
  await book.step(id, 'question', { state: 'now' });
  const { config } = drive.record();
  const beganMs = world.clock.now();
  for (;;) {
    try {
      if (config.kind === 'static') return await seePage(drive, { token, domains }, 'A page is shown; no model runs.');
      let answer = '';
      const askedMs = world.clock.now();
      const asking = { token, domains, maxTokens: Math.min(config.maxNewTokens, testTokens), signal };
      for await (const said of askDeployment(drive.record(), config.question, asking)) answer = said;
      const asked = {
        question: config.question,
        answer: world.redact(answer),
        tookMs: world.clock.now() - askedMs,
        at: drive.now(),
      };
      return await book.step(id, 'question', { state: 'done' }, { asked });
    } catch (error) {
      signal.throwIfAborted();
      if (config.template === 'folder' && takesNoQuestion(error)) {
        try {
          return await seePage(
            drive,
            { token, domains },
            'The page of the app answers; it has nothing that takes a question.',
          );
        } catch (unseen) {
          signal.throwIfAborted();
          throw await explain(unseen);
        }
      }
      if (!isNotYet(error) || world.clock.now() - beganMs > patienceMs)
        throw error instanceof StepFailed ? error : await explain(error);
    }
    await drive.pause(betweenMs);
  }
}

async function seePage(drive: Drive, asker: Pick<AskedAtEnd, 'token' | 'domains'>, words: string): Promise<void> {
  const { space, config } = drive.record();
  if (space === null || space.appUrl === null)
    throw new AppError('PROVIDER_UNAVAILABLE', 'The Hub gives no address of the page yet.', {
      provider: 'app',
      httpStatus: 503,
    });
  const { status, bytes, title } = await lookAtPage({ url: space.appUrl, ...asker }, { signal: drive.signal });
  if (status !== 200 || bytes === 0)
    throw new AppError('PROVIDER_UNAVAILABLE', `Its page answers with the status ${status}.`, {
      provider: 'app',
      httpStatus: status,
    });
  const ours =
    config.kind !== 'static' ||
    config.template === 'folder' ||
    'index.html' in config.files ||
    title === null ||
    title.includes(config.title.trim());
  if (!ours)
    throw new StepFailed(
      plainFailure('no-answer', `The page there is another one: it is called “${title}”.`, [tryAgain]),
    );
  await drive.book.step(drive.id, 'question', { state: 'skipped', detail: words });
}

/** What passes while an app comes up: nobody there, or a door that is shut for a moment. */
function isNotYet(error: unknown): boolean {
  if (isAppError(error, 'OFFLINE') || isAppError(error, 'INTERCEPTED')) return true;
  return isAppError(error, 'PROVIDER_UNAVAILABLE') && [502, 503, 504].includes(error.data.httpStatus ?? 0);
}

/** Docker apps and Gradio apps without a text box. */
function takesNoQuestion(error: unknown): boolean {
  return (
    isAppError(error, 'INVALID_INPUT') ||
    isAppError(error, 'NOT_FOUND') ||
    (isAppError(error, 'PROVIDER_UNAVAILABLE') &&
      error.data.httpStatus === null &&
      /as a Gradio app does/.test(error.message))
  );
}
