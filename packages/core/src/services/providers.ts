// The rows of the provider grid, told from what is known without asking anybody.
import type { ProviderState } from '@hubdesk/shared/contract/providers';
import { providerIds } from '@hubdesk/shared/providers/registry';
import type { Implementer } from './implementer.ts';
import type { Workspace, Workspaces } from './workspace.ts';

export function providersHandlers(os: Implementer['providers'], { workspaces }: { workspaces: Workspaces }) {
  return os.router({
    list: os.list.handler(() => {
      const huggingFace = huggingFaceState(workspaces.current());
      return providerIds.map((id) => (id === 'huggingface' ? huggingFace : { ...unsupported, id }));
    }),
  });
}

const unsupported = { supported: false, state: 'disconnected', connectedAs: null, selection: null, checkedAt: null, problem: null } as const;

function huggingFaceState(workspace: Workspace): ProviderState {
  const { account, selection } = workspace.record.get();
  const base = { id: 'huggingface', supported: true } as const;
  if (workspace.token.marker() === null) return { ...base, state: 'disconnected', connectedAs: null, selection: null, checkedAt: null, problem: null };
  const connectedAs = account?.identity ? { name: account.identity.name, role: account.token?.kind ?? null } : null;
  const healthy = account !== null && account.status !== 'attention';
  return {
    ...base,
    state: !healthy ? 'attention' : selection ? 'ready' : 'connected',
    connectedAs,
    selection,
    checkedAt: account?.checkedAt ?? null,
    problem: account?.problem ?? null,
  };
}
