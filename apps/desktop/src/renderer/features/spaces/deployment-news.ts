// What is worth telling a person who looks elsewhere: that a deployment answers,
// that it failed, or that its job is over. Works it out from what was seen before.
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { deploymentName } from '../../api/deployment-words.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import type { News } from '../../ui/tell-news.ts';

export interface DeploymentNews extends News {
  deployment: string;
}

/** What was seen last, by a deployment's id. */
export type SeenDeployments = Map<string, Pick<Deployment, 'state' | 'updatedAt'>>;

/**
 * The news since `seen`, which is brought up to date. Of one never seen before only what happened since `sinceMs`
 * (epoch milliseconds) is news; an older word on one is none.
 */
export function deploymentNews(
  deployments: readonly Deployment[],
  seen: SeenDeployments,
  sinceMs: number,
): DeploymentNews[] {
  return deployments.flatMap((deployment) => {
    const { id, state, updatedAt, createdAt } = deployment;
    const before = seen.get(id);
    if (before && Date.parse(before.updatedAt) > Date.parse(updatedAt)) return [];
    seen.set(id, { state, updatedAt });
    const was = before?.state ?? (Date.parse(createdAt) >= sinceMs ? 'working' : state);
    const news = was === state ? null : tell(deployment);
    return news === null ? [] : [{ deployment: id, tag: tagOf(deployment), ...news }];
  });
}

/** Tried again it may fail again: that is another one. */
function tagOf({ id, state, steps }: Deployment): string {
  const last =
    steps
      .map(({ startedAt }) => startedAt ?? '')
      .toSorted()
      .at(-1) ?? '';
  return `${id} ${state} ${last}`;
}

function tell(deployment: Deployment): Pick<News, 'title' | 'body' | 'attention'> | null {
  const { state, config, failure, usdPerHour } = deployment;
  const name = deploymentName(deployment);
  switch (state) {
    case 'ready': {
      const price = usdPerHour === null || usdPerHour === 0 ? '' : ` It costs ${formatUsd(usdPerHour)} an hour.`;
      return config.kind === 'static'
        ? { title: `${name} is there`, body: 'Its page shows the model.', attention: false }
        : { title: `${name} is ready`, body: `It was asked a question and has answered.${price}`, attention: false };
    }
    case 'failed':
      return {
        title: `${name} could not be deployed`,
        body: failure?.sentence ?? 'Its page says what is known.',
        attention: true,
      };
    case 'ended':
      return { title: `${name} has ended`, body: 'Its job is over, and costs nothing more.', attention: false };
    case 'working':
    case 'cancelled':
      return null;
  }
}
