// Models a person can talk to: the list, one in full, and the one they chose.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { ModelDetails } from '@hubdesk/shared/contract/models';
import type { Offer } from '@hubdesk/shared/models/model-row';
import type { Selection } from '@hubdesk/shared/models/routing';
import { fetchModel } from '../hub/model-info.ts';
import { fetchModelsOf, toModelRow } from '../hub/model-list.ts';
import { fetchModelOffers } from '../hub/router-models.ts';
import type { Clock } from '../ports/clock.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import type { Changes } from './changes.ts';
import type { Implementer } from './implementer.ts';
import type { Recents } from './preferences.ts';
import { tokenIfAny } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

/** Whether a model is warm is not asked more often than this. */
const warmKnownMs = 5 * 60_000;
/** An account may be in hundreds of organizations. */
const mostNamespaces = 20;

export type ModelsService = ReturnType<typeof createModelsService>;

export function createModelsService({ workspaces, clock, recents, changes }: { workspaces: Workspaces; clock: Clock; recents: Recents; changes: Changes }) {
  const catalogues = new WeakMap<Workspace, Catalogue>();
  const warmth = new Map<string, { warm: boolean | null; askedMs: number }>();

  function catalogue(): Catalogue {
    const workspace = workspaces.current();
    const known = catalogues.get(workspace);
    if (known) return known;
    const made = createCatalogue({ hub: workspace.hub, clock, token: () => tokenIfAny(workspace) });
    catalogues.set(workspace, made);
    return made;
  }

  async function routerOffers(model: string, signal: AbortSignal | undefined): Promise<Offer[]> {
    try {
      return await fetchModelOffers(workspaces.current().hub, model, signal);
    } catch (error) {
      if (isAppError(error) && error.code !== 'CANCELLED') return [];
      throw error;
    }
  }

  async function details(model: string, signal: AbortSignal | undefined): Promise<ModelDetails> {
    const workspace = workspaces.current();
    const token = await tokenIfAny(workspace);
    const [found, offers] = await Promise.all([fetchModel(workspace.hub, model, { token, signal }), routerOffers(model, signal)]);
    const row = toModelRow(found, offers.length > 0 ? offers : undefined);
    return {
      ...row,
      warm: found.inference === 'warm' || row.offers.some((offer) => offer.status === 'live'),
      library: found.library_name ?? null,
      tags: found.tags ?? [],
      lastModified: found.lastModified ?? null,
      url: `${workspace.hub.address.hubUrl}/${found.id}`,
    };
  }

  async function mine(signal: AbortSignal | undefined) {
    const workspace = workspaces.current();
    const token = await tokenIfAny(workspace);
    const identity = workspace.record.get().account?.identity;
    if (token === null || !identity) return [];
    const names = [identity.name, ...identity.organizations.map(({ name }) => name)].slice(0, mostNamespaces);
    const lists = await Promise.allSettled(names.map((name) => fetchModelsOf(workspace.hub, name, { token, signal })));
    // An organization that refuses must not hide one's own.
    const [own] = lists;
    if (own?.status === 'rejected') throw own.reason;
    return lists
      .flatMap((list) => (list.status === 'fulfilled' ? list.value : []))
      .toSorted((a, b) => (b.lastModified ?? '').localeCompare(a.lastModified ?? ''))
      .map((model) => {
        const { id, params, license } = toModelRow(model, undefined);
        return { id, params, license };
      });
  }

  async function select(selection: Selection | null): Promise<void> {
    const workspace = workspaces.current();
    if (selection?.billTo) requireMembership(workspace, selection.billTo);
    await workspace.record.update({ selection });
    if (selection) await recents.add(selection.model);
  }

  /** Whether somebody still serves it, from the list when there is one. Null while that is being asked for, or cannot be told. */
  function isWarm(model: string): boolean | null {
    if (catalogue().find(model)) return true;
    const key = `${workspaces.current().hub.address.hubUrl} ${model}`;
    const known = warmth.get(key);
    if (known && clock.now() - known.askedMs < warmKnownMs) return known.warm;
    warmth.set(key, { warm: known?.warm ?? null, askedMs: clock.now() });
    void askWarmth(key, model);
    return known?.warm ?? null;
  }

  async function askWarmth(key: string, model: string): Promise<void> {
    const known = warmth.get(key);
    const warm = await details(model, undefined).then(
      (found) => found.warm,
      (error: unknown) => (isAppError(error, 'NOT_FOUND') ? false : null),
    );
    if (known?.warm === warm) return;
    warmth.set(key, { warm, askedMs: clock.now() });
    changes.publish(['models']);
  }

  return {
    /** Who serves the model and for how much; empty where nobody does or nobody could be asked. */
    async offersOf(model: string, signal?: AbortSignal): Promise<Offer[]> {
      return catalogue().find(model)?.offers ?? (await routerOffers(model, signal));
    },
    handlers: (os: Implementer['models']) =>
      os.router({
        catalogue: os.catalogue.handler(({ input, signal }) => catalogue().read(input.refresh, signal)),
        get: os.get.handler(({ input, signal }) => details(input.model, signal)),
        mine: os.mine.handler(({ signal }) => mine(signal)),
        select: os.select.handler(({ input }) => select(input.selection)),
        selected: os.selected.handler(() => {
          const { selection } = workspaces.current().record.get();
          return selection && { selection, warm: isWarm(selection.model) };
        }),
      }),
  };
}

function requireMembership(workspace: Workspace, billTo: string): void {
  const organizations = workspace.record.get().account?.identity?.organizations;
  if (!organizations || organizations.some(({ name }) => name === billTo)) return;
  const reason = `You are not a member of ${billTo}, so it cannot pay.`;
  throw new AppError('INVALID_INPUT', reason, { field: 'selection.billTo', reason });
}
