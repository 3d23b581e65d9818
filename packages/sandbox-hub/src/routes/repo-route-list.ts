// All routes of repos and their files in one list: they share one set of Xet tokens.
import type { HubContext } from '../hub-context.ts';
import type { Route } from '../http/route-table.ts';
import { xetTokens } from '../xet/xet-tokens.ts';
import { accessRequestRoutes } from './access-requests.ts';
import { bucketRoutes } from './buckets.ts';
import { casRoutes } from './cas.ts';
import { commitRoutes } from './commit.ts';
import { commitsRoutes } from './commits.ts';
import { discussionRoutes } from './discussions.ts';
import { fileRoutes } from './files.ts';
import { lfsRoutes } from './lfs.ts';
import { preuploadRoutes } from './preupload.ts';
import { refRoutes } from './refs.ts';
import { repoInfoRoutes } from './repo-info.ts';
import { repoRoutes } from './repos.ts';
import { treeRoutes } from './tree.ts';
import { validateYamlRoutes } from './validate-yaml.ts';
import { xetTokenRoutes } from './xet-tokens.ts';

export function repoRouteList(hub: HubContext): Route[] {
  const tokens = xetTokens(hub.now);
  return [
    ...repoRoutes(hub),
    ...repoInfoRoutes(hub),
    ...accessRequestRoutes(hub),
    ...refRoutes(hub),
    ...commitsRoutes(hub),
    ...treeRoutes(hub),
    ...preuploadRoutes(hub),
    ...lfsRoutes(hub, tokens),
    ...commitRoutes(hub),
    ...discussionRoutes(hub),
    ...xetTokenRoutes(hub, tokens),
    ...casRoutes(hub, tokens),
    ...bucketRoutes(hub),
    ...fileRoutes(hub),
    ...validateYamlRoutes(),
  ];
}
