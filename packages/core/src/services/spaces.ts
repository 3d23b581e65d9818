// Spaces on the Hub: listed, followed, looked after. Every change is asked of the Hub once, and the Hub has the last word
// on what an account may. Values of secrets come in and never go out.
import { offerName, slugOf } from '@hubdesk/shared/spaces/space-name';
import { planRights } from '@hubdesk/shared/spaces/plan-rights';
import {
  type SpaceDetails,
  type SpaceList,
  type SpacePairs,
  type SpaceRow,
  type SpaceRuntime,
  zeroGpuFlavor,
} from '@hubdesk/shared/spaces/space';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { askGradioApp } from '../hub/gradio-app.ts';
import { commitTexts } from '../hub/repo-commit.ts';
import { fetchCommits } from '../hub/repo-commits.ts';
import { fetchFolderPage } from '../hub/repo-list.ts';
import { deleteRepo, judgeCard, moveRepo, setRepoVisibility } from '../hub/repo-manage.ts';
import { fetchRepoText } from '../hub/repo-text.ts';
import { fetchSpaceHardware } from '../hub/space-hardware.ts';
import type { HubSpace } from '../hub/space-schema.ts';
import {
  duplicateSpace,
  fetchPairs,
  fetchSpace,
  listSpaces,
  pauseSpace,
  removeSecret,
  removeVariable,
  requestHardware,
  restartSpace,
  setDevMode,
  setSecret,
  setSleepTime,
  setVariable,
  setVolumes,
  type SpaceCall,
} from '../hub/spaces.ts';
import { whoami } from '../hub/whoami.ts';
import { fetchZeroGpuQuota } from '../hub/zero-gpu-quota.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { asksWithToken } from '../spaces/asks-as.ts';
import { followMachine } from '../spaces/follow-machine.ts';
import { followRuntime } from '../spaces/follow-runtime.ts';
import { lookAtFailure } from '../spaces/look-at-failure.ts';
import { followSpaceLog } from '../spaces/read-space-log.ts';
import { isEmbeddable, modelOf, spaceRow, sshOf } from '../spaces/space-details.ts';
import { forbidsOf } from '../spaces/space-rights.ts';
import { swapModel } from '../spaces/swap-model.ts';
import { toldAnswer } from '../spaces/told-answer.ts';
import type { Implementer } from './implementer.ts';
import { keptAnswer } from './kept-answer.ts';
import { namespacesOf } from './namespaces.ts';
import { offerSecret, requireVisible } from './offer-secret.ts';
import { checkRepoName, invalidInput, type NameCheck, namespacesIn, requireRepoId } from './repo-names.ts';
import { tokenIfAny, tokenOf } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

export interface SpacesParts {
  workspaces: Workspaces;
  clock: Clock;
  redact(text: string): string;
  /** Values that no log may show. */
  offered: Set<Secret>;
}

export type SpacesService = ReturnType<typeof createSpacesService>;

type Signal = AbortSignal | undefined;

const hardwareKeptMs = 60_000;
/** An account may have a hundred organizations. */
const askedAtOnce = 6;
const mostTextBytes = 1_000_000;
const mostOffers = 12;

export function createSpacesService({ workspaces, clock, redact, offered }: SpacesParts) {
  const flavors = keptAnswer({ clock, keptMs: hardwareKeptMs }, ({ hub }) => fetchSpaceHardware(hub, {}));
  const ending = new AbortController();
  const seen = new WeakMap<Workspace, Map<string, { stage: string; sinceMs: number }>>();

  /** A Space without a price is still worth seeing. */
  const knownFlavors = (workspace: Workspace) => flavors(workspace).catch((): Flavor[] | null => null);

  async function changing(signal: Signal) {
    const workspace = workspaces.current();
    const token = await tokenOf(workspace);
    const call: SpaceCall = { token, signal, account: workspace.record.get().account?.identity?.name };
    return { workspace, hub: workspace.hub, call };
  }

  async function looking(signal: Signal) {
    const workspace = workspaces.current();
    return { workspace, hub: workspace.hub, call: { token: await tokenIfAny(workspace), signal } };
  }

  /** The token is asked for anew with each connection: it may be another one by then. */
  function following(space: string, signal: Signal) {
    const workspace = workspaces.current();
    const until = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
    return { hub: workspace.hub, space, token: () => tokenOf(workspace), clock, redact, signal: until };
  }

  /** What the Hub repeats of an app's last words may hold what the app was told in secret. */
  function safeRuntime<R extends SpaceRuntime>(runtime: R): R {
    const { errorMessage } = runtime;
    return { ...runtime, errorMessage: errorMessage === null ? null : redact(errorMessage) };
  }
  const safe = (space: HubSpace): HubSpace => ({ ...space, runtime: safeRuntime(space.runtime) });

  async function identityIn(workspace: Workspace, token: Secret, signal: Signal) {
    const { account } = workspace.record.get();
    if (account?.identity) return { identity: account.identity, facts: account.token };
    const owner = await whoami(workspace.hub, token, signal);
    return { identity: owner.identity, facts: owner.token };
  }

  async function list(signal: Signal): Promise<SpaceList> {
    const { workspace, hub, call } = await changing(signal);
    const { identity } = await identityIn(workspace, call.token, signal);
    const namespaces = [identity.name, ...identity.organizations.map(({ name }) => name)];
    const prices = knownFlavors(workspace);
    const spaces: SpaceRow[] = [];
    const missing: SpaceList['missing'] = [];
    let refusal: unknown = null;
    for (let start = 0; start < namespaces.length; start += askedAtOnce) {
      const some = namespaces.slice(start, start + askedAtOnce);
      const answers = await Promise.allSettled(some.map((namespace) => listSpaces(hub, namespace, call)));
      for (const [index, answer] of answers.entries()) {
        const namespace = some[index] ?? '';
        if (answer.status === 'fulfilled') {
          const known = await prices;
          spaces.push(...answer.value.map((space) => spaceRow(safe(space), known)));
        } else {
          refusal ??= answer.reason;
          missing.push({ namespace, problem: problemOf(answer.reason) });
        }
      }
    }
    // An organization that refuses hides no other's; where all refuse, there is something else.
    if (missing.length === namespaces.length) throw refusal;
    return { spaces: spaces.toSorted((a, b) => (b.lastModified ?? '').localeCompare(a.lastModified ?? '')), missing };
  }

  function problemOf(error: unknown): SpaceList['missing'][number]['problem'] {
    if (!isAppError(error) || error.code === 'CANCELLED') throw error;
    return { code: error.code, message: redact(error.message), data: { ...error.data } };
  }

  /** When it was first seen in its stage. */
  function seenSince(workspace: Workspace, { id, runtime: { stage } }: Pick<HubSpace, 'id' | 'runtime'>): number {
    const inWorkspace = seen.get(workspace) ?? new Map<string, { stage: string; sinceMs: number }>();
    seen.set(workspace, inWorkspace);
    const known = inWorkspace.get(id);
    if (known?.stage === stage) return known.sinceMs;
    inWorkspace.set(id, { stage, sinceMs: clock.now() });
    return clock.now();
  }

  async function get(id: string, signal: Signal): Promise<SpaceDetails> {
    const { workspace, hub, call } = await looking(signal);
    const found = safe(await fetchSpace(hub, id, call));
    const { hubUrl } = hub.address;
    const { token } = call;
    const [prices, access] = await Promise.all([
      knownFlavors(workspace),
      token === null ? null : accessTo(workspace, found, { token, signal }),
    ]);
    const parts = { ...following(found.id, signal), token: () => tokenOf(workspace) };
    return {
      ...spaceRow(found, prices),
      description: found.description,
      appFile: found.appFile,
      sdkVersion: found.sdkVersion,
      sha: found.sha,
      usedBytes: found.usedBytes,
      mayWrite: access?.write === null,
      forbids: forbidsOf({
        sdk: found.sdk,
        requested: found.runtime.requested,
        namespace: found.author,
        rights: access?.rights ?? noRights,
        write: access === null ? 'Connect an account that may change it first.' : access.write,
        otherZeroGpuSpaces: access?.otherZeroGpuSpaces ?? null,
        hubUrl,
      }),
      ssh: sshOf(found, hubUrl),
      settingsUrl: `${found.url}/settings`,
      embeddable: isEmbeddable(found),
      model: modelOf(found, access?.pairs?.variables ?? null),
      failure: token === null ? null : await lookAtFailure(found, seenSince(workspace, found), parts),
    };
  }

  /** What this account may do with it, as far as that is known; what cannot be asked is null. */
  async function accessTo(workspace: Workspace, space: HubSpace, call: { token: Secret; signal: Signal }) {
    const { identity, facts } = await identityIn(workspace, call.token, call.signal);
    const namespace = space.id.split('/')[0] ?? '';
    const rights = planRights(identity, namespace);
    const place = namespacesOf(identity, facts).find(({ name }) => name === namespace);
    const write = place?.mayWrite
      ? null
      : (place?.reason ?? `Only ${namespace} can change it. Duplicate it to have one of your own.`);
    const mayMove = write === null && space.sdk === 'gradio' && space.runtime.requested !== zeroGpuFlavor;
    const [pairs, others] = await Promise.all([
      write === null ? fetchPairs(workspace.hub, space.id, call).catch(unlessCancelled) : null,
      mayMove && rights.zeroGpuSpaces > 0 ? listSpaces(workspace.hub, namespace, call).catch(unlessCancelled) : null,
    ]);
    const otherZeroGpuSpaces = others?.filter(({ runtime }) => runtime.requested === zeroGpuFlavor).length ?? null;
    return { rights, write, pairs, otherZeroGpuSpaces };
  }

  async function* ask(space: string, question: string, signal: Signal) {
    const { workspace, hub, call } = await looking(signal);
    const found = await fetchSpace(hub, space, call);
    const { appUrl, domains } = found.runtime;
    if (appUrl === null)
      throw new AppError('NOT_FOUND', `Nobody says where the app of ${found.id} answers.`, { what: 'app' });
    const known = call.token ? await namespacesIn(workspace, call.token, signal) : [];
    const account = known.find(({ kind }) => kind === 'user')?.name ?? null;
    const token = asksWithToken(found, { account, namespaces: known.map(({ name }) => name) }) ? call.token : null;
    const app = { url: appUrl, token, domains: domains.map(({ domain }) => domain) };
    yield* toldAnswer(askGradioApp(app, { endpoint: null, question }, { signal }), { clock, redact });
  }

  async function checkName(
    namespace: string,
    name: string,
    signal: Signal,
  ): Promise<NameCheck & { offer: string | null }> {
    const { workspace, hub, call } = await changing(signal);
    const namespaces = await namespacesIn(workspace, call.token, signal);
    const find = (repo: string) => fetchSpace(hub, repo, call);
    const check = (each: string) => checkRepoName(namespaces, { namespace, name: each, kind: 'Space' }, find);
    const asked = await check(name);
    if (asked.state === 'free') return { ...asked, offer: null };
    const isPlace = namespaces.some((each) => each.name === namespace && each.mayWrite);
    return {
      ...asked,
      offer: isPlace ? await freeName(slugOf(name), check, new Set(asked.state === 'refused' ? [] : [name])) : null,
    };
  }

  async function saveFiles(
    {
      space,
      files,
      message,
      commit,
    }: { space: string; files: { path: string; text: string | null }[]; message: string; commit: string | null },
    signal: Signal,
  ): Promise<{ commit: string }> {
    const { hub, call } = await changing(signal);
    const readme = files.find(({ path }) => path === 'README.md')?.text;
    if (readme != null) {
      const {
        errors: [reason],
      } = await judgeCard(hub, 'space', readme, call);
      if (reason !== undefined) throw invalidInput('README.md', reason);
    }
    const contents = files.map(({ path, text }) => ({ path, content: text }));
    return commitTexts(hub, 'space', space, { files: contents, message, parent: commit }, call);
  }

  async function setPair(
    {
      space,
      kind,
      key,
      value,
      description,
    }: { space: string; kind: 'variable' | 'secret'; key: string; value: string; description: string },
    signal: Signal,
  ): Promise<void> {
    requireVisible(value, { field: 'value', name: 'The value' });
    if (kind === 'variable') {
      const { hub, call } = await changing(signal);
      return setVariable(hub, space, { key, value, description }, call);
    }
    const secret = offerSecret(offered, value);
    const { hub, call } = await changing(signal);
    return setSecret(hub, space, { key, value: secret, description }, call);
  }

  /** A command on one Space that answers with how it is then. */
  const runtimeAfter =
    <I extends { space: string }>(
      change: (hub: HubCallParts['hub'], input: I, call: SpaceCall) => Promise<SpaceRuntime>,
    ) =>
    async ({ input, signal }: { input: I; signal?: Signal }) => {
      const { hub, call } = await changing(signal);
      return safeRuntime(await change(hub, input, call));
    };

  return {
    async dispose(): Promise<void> {
      ending.abort();
    },
    handlers: (os: Implementer['spaces']) =>
      os.router({
        list: os.list.handler(({ signal }) => list(signal)),
        get: os.get.handler(({ input, signal }) => get(input.space, signal)),
        follow: os.follow.handler(async function* ({ input, signal }) {
          const workspace = workspaces.current();
          for await (const news of followRuntime(following(input.space, signal))) {
            seenSince(workspace, { id: input.space, runtime: news.runtime });
            yield { ...news, runtime: safeRuntime(news.runtime) };
          }
        }),
        log: os.log.handler(async function* ({ input, signal }) {
          yield* followSpaceLog({ ...following(input.space, signal), log: input.log });
        }),
        machine: os.machine.handler(async function* ({ input, signal }) {
          yield* followMachine(following(input.space, signal));
        }),
        ask: os.ask.handler(async function* ({ input, signal }) {
          yield* ask(input.space, input.question, signal);
        }),
        hardware: os.hardware.handler(() => flavors(workspaces.current())),
        quota: os.quota.handler(async ({ signal }) => {
          const { hub, call } = await changing(signal);
          return fetchZeroGpuQuota(hub, call);
        }),
        checkName: os.checkName.handler(({ input, signal }) => checkName(input.namespace, input.name, signal)),
        pause: os.pause.handler(runtimeAfter((hub, { space }, call) => pauseSpace(hub, space, call))),
        restart: os.restart.handler(
          runtimeAfter((hub, { space, factory }, call) => restartSpace(hub, space, { factory }, call)),
        ),
        setHardware: os.setHardware.handler(
          runtimeAfter((hub, { space, flavor, sleepSeconds }, call) =>
            requestHardware(hub, space, flavor, sleepSeconds, call),
          ),
        ),
        setSleep: os.setSleep.handler(
          runtimeAfter((hub, { space, seconds }, call) => setSleepTime(hub, space, seconds, call)),
        ),
        setDevMode: os.setDevMode.handler(
          runtimeAfter((hub, { space, enabled }, call) => setDevMode(hub, space, enabled, call)),
        ),
        setVolumes: os.setVolumes.handler(
          runtimeAfter((hub, { space, volumes }, call) => setVolumes(hub, space, volumes, call)),
        ),
        pairs: os.pairs.handler(async ({ input, signal }): Promise<SpacePairs> => {
          const { hub, call } = await changing(signal);
          return fetchPairs(hub, input.space, call);
        }),
        setPair: os.setPair.handler(({ input, signal }) => setPair(input, signal)),
        removePair: os.removePair.handler(async ({ input, signal }) => {
          const { hub, call } = await changing(signal);
          await (input.kind === 'secret' ? removeSecret : removeVariable)(hub, input.space, input.key, call);
        }),
        files: os.files.handler(async ({ input, signal }) => {
          const { hub, call } = await looking(signal);
          const place = { type: 'space', repo: input.space, revision: 'main', folder: input.folder } as const;
          return fetchFolderPage(hub, place, input.cursor, call);
        }),
        file: os.file.handler(async ({ input, signal }) => {
          const { hub, call } = await looking(signal);
          return fetchRepoText(hub, 'space', input.space, input.path, input.revision, mostTextBytes, call);
        }),
        history: os.history.handler(async ({ input, signal }) => {
          const { hub, call } = await looking(signal);
          return fetchCommits(hub, 'space', input.space, input.cursor, call);
        }),
        saveFiles: os.saveFiles.handler(({ input, signal }) => saveFiles(input, signal)),
        swapModel: os.swapModel.handler(async ({ input, signal }) => {
          const { hub, call } = await changing(signal);
          await swapModel(hub, input.space, input.model, call);
        }),
        duplicate: os.duplicate.handler(async ({ input, signal }) => {
          requireRepoId(input.to);
          const { hub, call } = await changing(signal);
          const { id } = await duplicateSpace(hub, input.space, input.to, input, call);
          return { space: id };
        }),
        rename: os.rename.handler(async ({ input, signal }) => {
          requireRepoId(input.to);
          const { hub, call } = await changing(signal);
          await moveRepo(hub, 'space', input.space, input.to, call);
        }),
        setVisibility: os.setVisibility.handler(async ({ input, signal }) => {
          const { hub, call } = await changing(signal);
          await setRepoVisibility(hub, 'space', input.space, input.visibility, call);
        }),
        remove: os.remove.handler(async ({ input, signal }) => {
          if (input.confirm !== input.space) throw invalidInput('confirm', `Type ${input.space} to delete it.`);
          const { hub, call } = await changing(signal);
          await deleteRepo(hub, 'space', input.space, call);
        }),
      }),
  };
}

type HubCallParts = Pick<Workspace, 'hub'>;

const noRights = { subscribed: false, plan: null, isOrganization: false, mayPay: null, zeroGpuSpaces: 0 } as const;

function unlessCancelled(error: unknown): null {
  if (isAppError(error, 'CANCELLED')) throw error;
  return null;
}

/** The first like it that is free, of a few; null where none of them is. */
async function freeName(
  name: string,
  check: (name: string) => Promise<NameCheck>,
  taken: Set<string>,
): Promise<string | null> {
  for (let tries = 0; tries < mostOffers; tries += 1) {
    const offer = offerName(name, taken);
    if ((await check(offer)).state === 'free') return offer;
    taken.add(offer);
  }
  return null;
}
