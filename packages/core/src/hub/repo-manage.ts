// Changes to a repository as a whole: name, visibility, end (reference hub-api
// 4.1). Each is sent once; whoever asks has asked the person before.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { Visibility } from '@hubdesk/shared/spaces/space';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';

interface Call {
  token: Secret;
  signal?: AbortSignal | undefined;
}
type RepoType = 'model' | 'dataset' | 'space';

/** `POST /api/repos/move`. ALREADY_THERE where the new name is taken. */
export async function moveRepo(hub: HubClient, type: RepoType, from: string, to: string, call: Call): Promise<void> {
  try {
    await hub.send('POST', `${hub.address.hubUrl}/api/repos/move`, { fromRepo: from, toRepo: to, type }, z.unknown(), {
      ...call,
      repo: from,
      repoType: type,
    });
  } catch (error) {
    throw nameTaken(error, hub, type, to);
  }
}

/** What making or moving a repo to the name `to` was refused with: ALREADY_THERE, where it says that the name is taken. */
export function nameTaken(error: unknown, hub: HubClient, type: RepoType, to: string): unknown {
  // Also a conflict: the Hub is still busy with an earlier request for the same name.
  if (!isAppError(error, 'CONFLICT') || /operation is in progress/i.test(error.message)) return error;
  const url = `${hub.address.hubUrl}/${type === 'model' ? '' : `${type}s/`}${to}`;
  const kind = type === 'space' ? 'Space' : type;
  return new AppError('ALREADY_THERE', `There is a ${kind} named ${to} already.`, { what: to, url }, { cause: error });
}

/** `PUT /api/{type}s/{id}/settings`. Spaces alone have a visibility by name: theirs may be `protected`, too. */
export async function setRepoVisibility(
  hub: HubClient,
  type: RepoType,
  repo: string,
  wish: boolean | Visibility,
  call: Call,
): Promise<void> {
  const body = typeof wish === 'boolean' ? { private: wish } : { visibility: wish };
  await hub.send('PUT', `${hub.address.hubUrl}/api/${type}s/${repo}/settings`, body, z.unknown(), {
    ...call,
    repo,
    repoType: type,
  });
}

/** `DELETE /api/repos/delete`. There is no way back. */
export async function deleteRepo(hub: HubClient, type: RepoType, repo: string, call: Call): Promise<void> {
  const [organization, name] = repo.includes('/') ? repo.split('/') : [undefined, repo];
  const body = { type, name, ...(organization === undefined ? {} : { organization }) };
  await hub.send('DELETE', `${hub.address.hubUrl}/api/repos/delete`, body, z.unknown(), {
    ...call,
    repo,
    repoType: type,
  });
}

const verdictSchema = z.object({
  errors: z.array(z.object({ message: z.string() })).catch([]),
  warnings: z.array(z.object({ message: z.string() })).catch([]),
});

/** `POST /api/validate-yaml`: what the Hub has to say about the head of a README; empty when nothing. */
export async function validateCard(
  hub: HubClient,
  type: RepoType,
  content: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<string[]> {
  const { errors, warnings } = await judgeCard(hub, type, content, call);
  return [...errors, ...warnings];
}

/** As `validateCard`, with what the Hub only warns of apart. */
export async function judgeCard(
  hub: HubClient,
  type: RepoType,
  content: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<{ errors: string[]; warnings: string[] }> {
  const words = (said: readonly { message: string }[]) => said.map(({ message }) => message);
  try {
    const url = `${hub.address.hubUrl}/api/validate-yaml`;
    const { errors, warnings } = await hub.send('POST', url, { content, repoType: type }, verdictSchema, call);
    return { errors: words(errors), warnings: words(warnings) };
  } catch (error) {
    // Errors of the card come as a refusal.
    if (isAppError(error, 'INVALID_INPUT')) return { errors: [error.message], warnings: [] };
    throw error;
  }
}
