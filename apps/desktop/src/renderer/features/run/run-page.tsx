import { PageHeader } from '../../ui/page-header.tsx';

export function RunPage() {
  return (
    <div className="px-6 pt-6 rail:px-8">
      <PageHeader title="Run" />
    </div>
  );
}
