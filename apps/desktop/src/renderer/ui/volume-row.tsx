// A repository or bucket that is found as a folder where something runs: one line
// of a list of them.
import { Trash2 } from 'lucide-react';
import type { Volume } from '@hubdesk/shared/train/run-config';
import { IconButton } from './icon-button.tsx';
import { Select } from './select.tsx';
import { Switch } from './switch.tsx';
import { TextField } from './text-field.tsx';

/** One as the list begins with it. */
export const freshVolume: Volume = { type: 'bucket', source: '', mountPath: '/data', path: null, readOnly: true };

const volumeTypes = [
  { value: 'bucket', label: 'Bucket' },
  { value: 'dataset', label: 'Dataset' },
  { value: 'model', label: 'Model' },
  { value: 'space', label: 'Space' },
] as const;

export interface VolumeRowProps {
  volume: Volume;
  /** Where it is mounted: `Folder in the run`. */
  folderLabel: string;
  onChange: (volume: Volume) => void;
  onRemove: () => void;
}

export function VolumeRow({ volume, folderLabel, onChange, onRemove }: VolumeRowProps) {
  return (
    <li className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] items-end gap-2">
      <Select
        label="Kind"
        options={volumeTypes}
        value={volume.type}
        onChange={(type) => onChange({ ...volume, type, readOnly: type === 'bucket' ? volume.readOnly : true })}
      />
      <TextField
        label="Source"
        placeholder="me/my-bucket"
        spellCheck={false}
        value={volume.source}
        onChange={(event) => onChange({ ...volume, source: event.target.value.trim() })}
      />
      <TextField
        label={folderLabel}
        placeholder="/data"
        spellCheck={false}
        value={volume.mountPath}
        onChange={(event) => onChange({ ...volume, mountPath: event.target.value.trim() })}
      />
      <span className="flex items-center justify-between gap-2">
        <Switch
          label="Read only"
          checked={volume.readOnly}
          disabled={volume.type !== 'bucket'}
          onChange={(readOnly) => onChange({ ...volume, readOnly })}
        />
        <IconButton icon={Trash2} label="Remove the volume" onClick={onRemove} />
      </span>
    </li>
  );
}
