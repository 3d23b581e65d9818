// The same run for a terminal or a program, without Hubdesk.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { copyAs, type CopyForm } from '@hubdesk/shared/train/copy-as';
import { orpc } from '../../api/client.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { TrainForm } from './use-train-form.ts';

const needs: Record<CopyForm, string> = {
  cli: 'For bash or zsh, with the hf command installed.',
  python: 'Needs huggingface_hub 1.0 or newer.',
  curl: 'For bash or zsh.',
};

export function CopyAsDialog({ form, onClose }: { form: TrainForm; onClose: () => void }) {
  const { config, account, flavor, resumeFrom } = form;
  const [shown, setShown] = useState<CopyForm>('cli');
  const { data: hubUrl } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.hubUrl }));
  const secrets = [...(config.giveToken ? ['HF_TOKEN'] : []), ...config.secrets];
  const text =
    hubUrl === undefined
      ? ''
      : copyAs(shown, config, {
          hubUrl,
          namespace: config.payer ?? account?.identity?.name ?? 'me',
          accelerators: flavor?.accelerator?.count ?? 0,
        });
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      className="max-w-200"
      title="Copy as…"
      description={
        <>
          {secrets.length > 0
            ? `Values of secrets are not in it: it takes ${secrets.join(', ')} from the environment it is run in.`
            : 'It has no secrets.'}
          {resumeFrom !== null && ' It begins anew: going on from a checkpoint is left out.'} Hubdesk finds the run
          among your jobs only if it was launched here.
        </>
      }
    >
      <div className="flex flex-wrap items-end justify-between gap-3">
        <Segmented
          label="Form"
          hideLabel
          options={[
            { value: 'cli', label: 'hf command' },
            { value: 'python', label: 'Python' },
            { value: 'curl', label: 'curl' },
          ]}
          value={shown}
          onChange={setShown}
        />
        <span className="flex items-center gap-2 text-sm text-ink-3">
          {needs[shown]}
          <CopyButton text={text} />
        </span>
      </div>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
        tabIndex={0}
        role="group"
        aria-label="What is copied"
        className="max-h-[50vh] overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 text-ink"
      >
        {text}
      </pre>
    </Dialog>
  );
}
