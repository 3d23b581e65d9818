// The types of repos and how each is written in paths: `/api/datasets/…`, `/datasets/…/resolve/…`; models have no prefix.
import type { Route } from '../http/route-table.ts';
import type { RepoType } from './repo-store.ts';

/** The types that are git repos. */
export const GIT_TYPES = ['model', 'dataset', 'space', 'kernel'] as const satisfies readonly RepoType[];
export type GitType = (typeof GIT_TYPES)[number];

/** `/datasets/acme/chat`, the page of a repo. */
export function pagePath(type: RepoType, name: string): string {
  return type === 'model' ? `/${name}` : `/${type}s/${name}`;
}

export function apiPath(type: RepoType, name: string): string {
  return `/api/${type}s/${name}`;
}

/** The same routes for every git type. `api` and `page` end in `/:namespace/:name`. */
export function forEachGitType(routes: (type: GitType, api: string, page: string) => Route[]): Route[] {
  return GIT_TYPES.flatMap((type) =>
    routes(type, apiPath(type, ':namespace/:name'), pagePath(type, ':namespace/:name')),
  );
}
