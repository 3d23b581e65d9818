// Where two features meet: the panel of a provider, and the question where its
// secret is to be kept.
import { ProvidersPage } from '../features/providers/providers-page.tsx';
import { StoreGate } from '../features/security/store-gate.tsx';

export function ProvidersRoute() {
  return <ProvidersPage storeGate={<StoreGate />} />;
}
