import { PageHeader } from '../../ui/page-header.tsx';

export function RunsPage() {
  return (
    <div className="px-6 pt-6 rail:px-8">
      <PageHeader title="Train" />
    </div>
  );
}
