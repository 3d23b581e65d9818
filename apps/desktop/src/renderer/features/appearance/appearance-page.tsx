import { PageHeader } from '../../ui/page-header.tsx';

export function AppearancePage() {
  return <PageHeader title="Appearance" />;
}
