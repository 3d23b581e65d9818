// Where two features meet: the panel of a provider, and the question where its
// secret is to be kept.
import { ProvidersPage } from '../features/providers/providers-page.tsx';
import { StorePlace } from '../features/security/store-place.tsx';
import { StoreUnlock } from '../features/security/store-unlock.tsx';

export function ProvidersRoute() {
  return <ProvidersPage unlock={<StoreUnlock />} place={<StorePlace />} />;
}
