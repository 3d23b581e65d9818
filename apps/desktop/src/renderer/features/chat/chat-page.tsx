import { PageHeader } from '../../ui/page-header.tsx';

/** A conversation with the chosen model. */
export function ChatPage() {
  return (
    <div className="px-6 py-8 rail:px-10">
      <PageHeader title="Chat" />
    </div>
  );
}
