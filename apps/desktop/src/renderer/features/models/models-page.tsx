import { PageHeader } from '../../ui/page-header.tsx';

/** The picker of warm text-generation models. */
export function ModelsPage() {
  return (
    <div className="px-6 py-8 rail:px-10">
      <PageHeader title="Models" />
    </div>
  );
}
