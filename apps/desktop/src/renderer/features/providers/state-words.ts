import type { ProviderState } from '@hubdesk/shared/contract/providers';
import type { StatusShape } from '../../ui/status-dot.tsx';

const words: Record<ProviderState['state'], { shape: StatusShape; label: string }> = {
  disconnected: { shape: 'off', label: 'Not connected' },
  connected: { shape: 'half', label: 'Connected' },
  ready: { shape: 'on', label: 'Ready' },
  attention: { shape: 'attention', label: 'Needs attention' },
};

/** How a provider stands, as a shape and in words. What nobody has vouched for yet is not called connected. */
export function describeState({ state, connectedAs }: ProviderState): { shape: StatusShape; label: string } {
  const unverified = connectedAs === null && (state === 'connected' || state === 'ready');
  return unverified ? { shape: 'half', label: 'Not yet verified' } : words[state];
}
