import { PageHeader } from '../../ui/page-header.tsx';

export function ProvidersPage() {
  return <PageHeader title="Providers" />;
}
