// The step that pushes the files, in one commit. What was pushed before and is the same is not pushed again, so that
// what somebody has mended on the Hub stays.
import { createHash } from 'node:crypto';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { mayHaveHappened } from '../hub/may-have-happened.ts';
import { commitTexts } from '../hub/repo-commit.ts';
import { fetchCommits } from '../hub/repo-commits.ts';
import { fetchSpace } from '../hub/spaces.ts';
import { deployFiles } from './deploy-files.ts';
import type { Drive } from './drive.ts';

const mostTries = 3;

export async function pushFiles(drive: Drive): Promise<void> {
  const { id, book, world } = drive;
  const { config, pushed, space, commit: before } = drive.record();
  if (space === null) throw new AppError('NOT_FOUND', 'There is no Space to push to.', { what: 'Space' });
  await book.step(id, 'commit', { state: 'now' });
  const { files } = await deployFiles(config, await drive.model(), drive.signal);
  const next: Record<string, string> = {};
  const changes: { path: string; content: string | Uint8Array | null }[] = [];
  for (const { path, read } of files) {
    const content = await read();
    next[path] = createHash('sha256').update(content).digest('hex');
    if (pushed[path] !== next[path]) changes.push({ path, content });
  }
  for (const path of Object.keys(pushed)) if (!(path in next)) changes.push({ path, content: null });
  const detail = files.length === 1 ? '1 file' : `${files.length} files`;
  if (changes.length === 0) return book.step(id, 'commit', { state: 'done', detail });
  const message = `Deploy ${config.model ?? config.name} with Hubdesk`;

  const headOf = async () => (await drive.untilAsked((call) => fetchSpace(world.hub, space.id, call))).sha;
  /** The commit that was sent before, if it has arrived. */
  const arrived = async (parent: string | null): Promise<string | null> => {
    const head = await headOf();
    if (head === null || head === parent) return null;
    const { commits } = await drive.untilAsked((call) => fetchCommits(world.hub, 'space', space.id, null, call));
    return commits[0]?.title === message ? (commits[0]?.id ?? head) : null;
  };

  // One that an earlier start has sent without hearing of it.
  let commit = before !== null && before.id === null ? await arrived(before.parent) : null;
  for (let tries = 1; commit === null; tries += 1) {
    const parent = await headOf();
    await book.change(id, { commit: { parent, id: null } });
    try {
      commit = (
        await drive.once((call) => commitTexts(world.hub, 'space', space.id, { files: changes, message, parent }, call))
      ).commit;
    } catch (error) {
      drive.signal.throwIfAborted();
      if (!mayHaveHappened(error) && !isAppError(error, 'CONFLICT')) throw error;
      commit = await arrived(parent);
      if (commit === null && tries >= mostTries) throw error;
    }
  }
  await book.step(
    id,
    'commit',
    { state: 'done', detail },
    { commit: { parent: drive.record().commit?.parent ?? null, id: commit }, pushed: next, kick: false },
  );
}
