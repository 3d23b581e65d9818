// Whose jobs a request is about and whether the caller may see or start them.
// A namespace is an account, an organization or a resource group; the group's bills go to its organization.
import { z } from 'zod';
import { mayOn, namespacesOf, requireCaller, type Caller } from '../caller.ts';
import { readJson } from '../http/read-body.ts';
import { Refusal } from '../http/reply.ts';
import type { HubRequest } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { maySee } from '../repos/access.ts';
import type { Principal } from './job.ts';
import { BODY_LIMIT_BYTES, type JobSpec } from './job-spec.ts';

export interface JobAccess {
  caller: Caller;
  owner: Principal;
}

/** For reading: everybody who belongs to the namespace. */
export function mayReadJobs(hub: HubContext, { headers, params }: HubRequest): JobAccess {
  const caller = requireCaller(hub.store, headers);
  const owner = principalOf(hub, caller, params.namespace ?? '');
  if (!namespacesOf(caller).has(owner.name)) {
    throw new Refusal(403, `Forbidden: you do not have access to the jobs of ${owner.name}`);
  }
  return { caller, owner };
}

/** For starting and changing: a token with `job.write`, and more than a reader's role in an organization. */
export function mayWriteJobs(hub: HubContext, request: HubRequest): JobAccess {
  const access = mayReadJobs(hub, request);
  if (!mayWrite(access.caller, access.owner.name)) {
    throw new Refusal(
      403,
      `Forbidden: this token has insufficient permissions on ${access.owner.name}: missing permissions: job.write`,
    );
  }
  return access;
}

export function mayWrite(caller: Caller, namespace: string): boolean {
  const role = caller.account.memberships.find(({ org }) => org === namespace)?.role;
  return role !== 'read' && role !== 'no_access' && mayOn(caller, 'job.write', namespace);
}

/** Refuses volumes that the caller could not mount: sources that are missing or that they may not see. */
export function requireVolumes(hub: HubContext, caller: Caller, { volumes }: JobSpec): void {
  for (const { type, source, revision, readOnly } of volumes) {
    const repo = hub.repos.open(type, source);
    if (!repo || !maySee(caller, repo)) throw new Refusal(400, `Invalid volume: the ${type} ${source} was not found`);
    if (!hub.repos.revision(repo, revision))
      throw new Refusal(400, `Invalid volume: ${source} has no revision ${revision}`);
    const [namespace = ''] = source.split('/');
    if (!readOnly && !namespacesOf(caller).has(namespace)) {
      throw new Refusal(400, `Invalid volume: you may not write to the bucket ${source}`);
    }
  }
}

/** The body as JSON; an empty one is an empty object. */
export function bodyOf(request: HubRequest): Promise<unknown> {
  return readJson(request, z.unknown(), BODY_LIMIT_BYTES);
}

function principalOf({ store }: HubContext, caller: Caller, namespace: string): Principal {
  const group = caller.account.memberships.find(({ resourceGroups }) =>
    resourceGroups?.some(({ id }) => id === namespace),
  );
  const name = namespace === 'me' ? caller.account.name : (group?.org ?? namespace);
  const account = store.account(name);
  if (account) return { type: 'user', id: account.id, name: account.name };
  const org = store.org(name);
  if (org) return { type: 'org', id: org.id, name: org.name };
  throw new Refusal(404, `Namespace not found: ${namespace}`);
}
