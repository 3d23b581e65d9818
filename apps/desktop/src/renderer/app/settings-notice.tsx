import { useMutation, useQuery } from '@tanstack/react-query';
import { FileWarning } from 'lucide-react';
import { orpc } from '../api/client.ts';
import { Button } from '../ui/button.tsx';

const sentences = {
  recovered: 'The settings file could not be read, so the last good copy is in use. Your token was not affected.',
  reset:
    'The settings file could not be read and there was no good copy, so the settings are as new. Your token was not affected.',
  newer:
    'The settings were written by a later version of Hubdesk. They are left as they are, and this version uses its own.',
};

/** Says what happened to an unreadable settings file, until it is put away. */
export function SettingsNotice() {
  const { data: notice } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.settingsNotice }));
  const dismiss = useMutation(orpc.app.dismissNotice.mutationOptions());
  if (!notice) return null;
  return (
    <section
      aria-label="About the settings file"
      className="flex items-start gap-3 border-b border-line bg-surface px-5 py-3"
    >
      <FileWarning aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-2" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="text-ink">{sentences[notice.kind]}</p>
        <p className="text-sm text-ink-3">
          Kept aside as <code className="font-mono text-xs [overflow-wrap:anywhere] text-ink-2">{notice.keptAs}</code>
        </p>
      </div>
      <Button size="small" loading={dismiss.isPending} onClick={() => dismiss.mutate(undefined)}>
        Put away
      </Button>
    </section>
  );
}
