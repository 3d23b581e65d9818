import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../api/client.ts';
import { UnlockForm } from './unlock-form.tsx';

/** Opens the place tokens are kept in; nothing while it is open. */
export function StoreUnlock() {
  const { data: status } = useQuery(orpc.secrets.status.queryOptions());
  return status?.locked ? <UnlockForm status={status} /> : null;
}
