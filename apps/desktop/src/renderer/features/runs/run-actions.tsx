// What can be done with a run, behind one button: go on from it, begin it again,
// name it, forget it. What costs money asks first and says how much.
import { useNavigate } from '@tanstack/react-router';
import { CopyPlus, FolderOpen, Pencil, Play, Rocket, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { ForgetRun } from './forget-run.tsx';
import { NameRun } from './name-run.tsx';
import { RetryRun } from './retry-run.tsx';
import { isOver } from './run-feed.ts';

export function RunActions({ run }: { run: Run }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'retry' | 'name' | 'forget' | null>(null);
  const close = () => setAsked(null);
  const toForm = (search: { from: string } | { resume: string }) => void navigate({ to: '/train/new', search });
  const { config } = run;
  const items: (MenuItem | false)[] = [
    {
      label: 'Open',
      icon: FolderOpen,
      onSelect: () => void navigate({ to: '/train/run/$run', params: { run: run.id } }),
    },
    run.weights.state === 'there' && {
      label: 'Deploy it',
      icon: Rocket,
      onSelect: () => void navigate({ to: '/spaces/new', search: { model: run.weights.repo } }),
    },
    config !== null && {
      label: 'Clone with edits',
      icon: CopyPlus,
      onSelect: () => toForm({ from: run.id }),
    },
    config !== null &&
      isOver(run) &&
      run.kind !== 'salvage' && {
        label: 'Retry',
        icon: RotateCcw,
        // The values of secrets are kept nowhere, so the form asks for them again.
        onSelect: () => (config.secrets.length > 0 ? toForm({ from: run.id }) : setAsked('retry')),
      },
    canResume(run) && {
      label: `Resume from step ${run.checkpoints.at(-1)?.toLocaleString('en')}`,
      icon: Play,
      onSelect: () => toForm({ resume: run.id }),
    },
    { label: 'Rename or note', icon: Pencil, onSelect: () => setAsked('name') },
    isOver(run) && { label: 'Forget', icon: Trash2, loss: true, onSelect: () => setAsked('forget') },
  ];
  return (
    <>
      <Menu label={`More for ${run.name}`} items={items.filter((item) => item !== false)} />
      {asked === 'retry' && config && <RetryRun run={run} config={config} onClose={close} />}
      {asked === 'name' && <NameRun run={run} onClose={close} />}
      {asked === 'forget' && <ForgetRun run={run} onClose={close} />}
    </>
  );
}

function canResume(run: Run): boolean {
  const { config, state, artifacts, checkpoints } = run;
  return config !== null && isOver(run) && state !== 'completed' && artifacts !== null && checkpoints.length > 0;
}
