// A new deployment: which model, where it runs, what is pushed for it.
import { PageHeader } from '../../ui/page-header.tsx';

export function DeployPage() {
  return (
    <div className="px-6 pt-6 rail:px-8">
      <PageHeader title="Deploy a model" />
    </div>
  );
}
