import type { ProviderState } from '@hubdesk/shared/contract/providers';
import type { StatusShape } from '../../ui/status-dot.tsx';

/** Each connection state as a shape and in words. */
export const stateWords: Record<ProviderState['state'], { shape: StatusShape; label: string }> = {
  disconnected: { shape: 'off', label: 'Not connected' },
  connected: { shape: 'half', label: 'Connected' },
  ready: { shape: 'on', label: 'Ready' },
  attention: { shape: 'attention', label: 'Needs attention' },
};
