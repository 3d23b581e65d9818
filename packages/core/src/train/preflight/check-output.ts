// Where the weights go: a name the Hub takes, a place this account may write to,
// and nothing there that would be lost.
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { isAppError } from '@hubdesk/shared/errors';
import { fetchModel } from '../../hub/model-info.ts';
import { namespacesOf } from '../../services/namespaces.ts';
import { change, fine, type Found, notNeeded, stops, warning } from './check-found.ts';
import type { Asked } from './preflight-parts.ts';

const mostTries = 9;

export async function checkOutput(asked: Asked): Promise<Found> {
  const { config, kind, owner } = asked;
  if (kind === 'smoke') return notNeeded('A smoke run pushes nothing.');
  if (config.script !== null) return notNeeded('Your own script decides where its weights go.');
  const { identity, token } = await owner;
  const { repo } = config.output;
  const [namespace = '', name = ''] = repo.split('/');
  const problem = repoNameProblem(name);
  if (problem !== null) return stops(problem);
  const place = namespacesOf(identity, token).find((each) => each.name === namespace);
  if (!place) {
    const mine = await freeName(asked, `${identity.name}/${name}`);
    return stops(`You are not a member of ${namespace}, so nothing can be pushed there.`, pushTo(mine));
  }
  if (!place.mayWrite) return stops(place.reason ?? `You may not write to ${namespace}.`);
  const other = (await asked.pushing()).find((run) => run.repo.toLowerCase() === repo.toLowerCase());
  if (other) {
    const words = `“${other.name}” goes on and will push to ${repo} too: one would replace the other’s weights.`;
    return stops(words, pushTo(await freeName(asked, repo, [repo])));
  }
  if (await isFree(asked, repo)) return fine(`${repo} is free; the run makes it${config.output.private ? ', private' : ''}.`);
  const free = await freeName(asked, repo);
  return warning(`${repo} is there already and is yours: its weights would be replaced.`, pushTo(free));
}

function pushTo(outputRepo: string | null) {
  return outputRepo === null ? null : change(`Push to ${outputRepo}`, { outputRepo });
}

async function freeName(asked: Asked, repo: string, taken: readonly string[] = []): Promise<string | null> {
  for (let number = 1; number <= mostTries; number += 1) {
    const name = number === 1 ? repo : `${repo}-${number}`;
    if (!taken.includes(name) && (await isFree(asked, name))) return name;
  }
  return null;
}

/** An old name that leads to another model can be used again. */
async function isFree({ hub, token, signal }: Asked, repo: string): Promise<boolean> {
  try {
    const found = await fetchModel(hub, repo, { token, signal });
    return found.id.toLowerCase() !== repo.toLowerCase();
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return true;
    if (isAppError(error, 'GATED')) return false;
    throw error;
  }
}
