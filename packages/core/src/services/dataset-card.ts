// The card of a dataset as it would go up: made here, kept where a person wrote
// one already, and shown to the Hub for its opinion.
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { isAppError } from '@hubdesk/shared/errors';
import { cardFor } from '../datasets/card/card-for.ts';
import type { DraftDescription } from '../datasets/card/draft-description.ts';
import type { HubClient } from '../hub/hub-client.ts';
import { fetchRepoFile } from '../hub/repo-file.ts';
import { validateCard } from '../hub/repo-manage.ts';
import type { Secret } from '../secrets/secret.ts';

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

const mostCardBytes = 2 * 1024 * 1024;

/**
 * The text of README.md for `repo`, which need not be there yet, and what a
 * person should know of it. Rejects with the codes of `fetchRepoFile` when a
 * card that is there cannot be read: it must not be written over.
 */
export async function makeCard(
  hub: HubClient,
  wish: { repo: string; answers: CardAnswers; description: DraftDescription },
  call: Call,
): Promise<{ text: string; warnings: string[] }> {
  const existing = await readCard(hub, wish.repo, 'main', call).catch((error: unknown) => {
    if (isAppError(error, 'NOT_FOUND')) return null;
    throw error;
  });
  const { text, warnings } = cardFor({ ...wish, existing });
  const said = await validateCard(hub, 'dataset', text, call).catch((error: unknown) => {
    if (!isAppError(error) || error.code === 'CANCELLED') throw error;
    return ['The Hub could not be asked whether it accepts this card.'];
  });
  return { text, warnings: [...warnings, ...said] };
}

/** README.md, or null when there is none. Rejects with NOT_FOUND when there is no such dataset. */
export async function readCard(hub: HubClient, dataset: string, revision: string, call: Call): Promise<string | null> {
  try {
    const place = { type: 'dataset', repo: dataset, revision, path: 'README.md' } as const;
    const { bytes } = await fetchRepoFile(hub, place, { ...call, maxBytes: mostCardBytes });
    return new TextDecoder().decode(bytes);
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND') && error.data.what === 'README.md') return null;
    throw error;
  }
}
