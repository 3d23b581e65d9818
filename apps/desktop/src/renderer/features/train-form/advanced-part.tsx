// What most runs need nothing of: secrets, variables, volumes, labels. Values of
// secrets live in this page alone, until it is left.
import { ChevronRight, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Volume } from '@hubdesk/shared/train/run-config';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { isVariableName } from './check-config.ts';
import type { TrainForm } from './use-train-form.ts';

export function AdvancedPart({ form }: { form: TrainForm }) {
  const { config, set, secretValues, setSecret } = form;
  const set_ = [config.secrets, Object.keys(config.environment), config.volumes, Object.keys(config.labels)];
  const count = set_.reduce((sum, { length }) => sum + length, 0) + (config.giveToken ? 0 : 1);
  const [open, setOpen] = useState(count > 0);
  const id = useId();
  return (
    <div className="rounded-lg border border-line-strong bg-surface">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-h-12 w-full flex-wrap items-center gap-x-3 rounded-lg px-4 py-2 text-left text-base font-medium text-ink hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            className={cx('size-4 text-ink-3 transition-transform duration-150', open && 'rotate-90')}
            strokeWidth={1.75}
          />
          Secrets, variables, volumes, labels
          <span className="text-sm font-normal text-ink-3">
            {count === 0 ? 'nothing out of the ordinary' : `${count} set`}
          </span>
        </button>
      </h3>
      <div id={id} hidden={!open} className="grid gap-7 border-t border-line p-4">
        <div className="grid gap-2">
          <Switch
            label="Give the run your token"
            hint="As the secret HF_TOKEN, so that it can read private models and push the weights. Without it nothing can be pushed."
            checked={config.giveToken}
            onChange={(giveToken) => set({ giveToken })}
          />
          <Switch
            label="Keep checkpoints"
            hint="In the payer’s private bucket, to go on from after a failure and to save what a broken run has learnt."
            checked={config.keepCheckpoints}
            onChange={(keepCheckpoints) => set({ keepCheckpoints })}
          />
        </div>
        <Rows
          title="Secrets"
          about="Sent to the Hub with the launch and kept nowhere, so they are asked for each time."
          addLabel="Add a secret"
          onAdd={() => set({ secrets: [...config.secrets, unusedName('MY_SECRET', config.secrets)] })}
        >
          {config.secrets.map((name, at) => (
            <PairRow
              key={at}
              what="secret"
              name={name}
              value={secretValues[name] ?? ''}
              secret
              nameProblem={nameProblem(name, config.secrets, at)}
              onName={(next) => {
                // The value goes with its name, unless another has that name already.
                if (!config.secrets.includes(next)) {
                  setSecret(next, secretValues[name] ?? '');
                  setSecret(name, null);
                }
                set({ secrets: config.secrets.with(at, next) });
              }}
              onValue={(value) => setSecret(name, value)}
              onRemove={() => {
                setSecret(name, null);
                set({ secrets: config.secrets.toSpliced(at, 1) });
              }}
            />
          ))}
        </Rows>
        <Pairs
          title="Variables"
          about="Plain text in the job’s environment: anyone who may see the job can read them."
          addLabel="Add a variable"
          what="variable"
          fresh="MY_VARIABLE"
          pairs={config.environment}
          isName={isVariableName}
          onChange={(environment) => set({ environment })}
        />
        <Rows
          title="Volumes"
          about="Repositories and buckets that the run finds as folders."
          addLabel="Add a volume"
          onAdd={() =>
            set({
              volumes: [
                ...config.volumes,
                { type: 'bucket', source: '', mountPath: '/data', path: null, readOnly: true },
              ],
            })
          }
        >
          {config.volumes.map((volume, at) => (
            <VolumeRow
              key={at}
              volume={volume}
              onChange={(next) => set({ volumes: config.volumes.with(at, next) })}
              onRemove={() => set({ volumes: config.volumes.toSpliced(at, 1) })}
            />
          ))}
        </Rows>
        <Pairs
          title="Labels"
          about="To find the job by on the Hub."
          addLabel="Add a label"
          what="label"
          fresh="project"
          pairs={config.labels}
          isName={(name) => /^[A-Za-z0-9._-]{1,100}$/.test(name)}
          onChange={(labels) => set({ labels })}
        />
      </div>
    </div>
  );
}

function Rows({
  title,
  about,
  addLabel,
  onAdd,
  children,
}: {
  title: string;
  about: string;
  addLabel: string;
  onAdd: () => void;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid min-w-0 gap-2.5">
      <legend className="text-sm font-semibold text-ink">{title}</legend>
      <p className="text-sm text-ink-3">{about}</p>
      <ul className="grid gap-2 empty:hidden">{children}</ul>
      <Button size="small" icon={Plus} className="justify-self-start" onClick={onAdd}>
        {addLabel}
      </Button>
    </fieldset>
  );
}

function Pairs(props: {
  title: string;
  about: string;
  addLabel: string;
  what: string;
  fresh: string;
  pairs: Readonly<Record<string, string>>;
  isName: (name: string) => boolean;
  onChange: (pairs: Record<string, string>) => void;
}) {
  const { title, about, addLabel, what, fresh, pairs, isName, onChange } = props;
  const entries = Object.entries(pairs);
  const names = entries.map(([name]) => name);
  return (
    <Rows
      title={title}
      about={about}
      addLabel={addLabel}
      onAdd={() => onChange({ ...pairs, [unusedName(fresh, names)]: '' })}
    >
      {entries.map(([name, value], at) => (
        <PairRow
          key={at}
          what={what}
          name={name}
          value={value}
          nameProblem={name !== '' && isName(name) ? null : 'Letters, digits and “_”.'}
          onName={(next) => {
            // Two of one name would be one: the name stays as it was until it differs.
            if (!names.includes(next)) onChange(Object.fromEntries(entries.with(at, [next, value])));
          }}
          onValue={(next) => onChange(Object.fromEntries(entries.with(at, [name, next])))}
          onRemove={() => onChange(Object.fromEntries(entries.toSpliced(at, 1)))}
        />
      ))}
    </Rows>
  );
}

function PairRow(props: {
  what: string;
  name: string;
  value: string;
  secret?: boolean;
  nameProblem: string | null;
  onName: (name: string) => void;
  onValue: (value: string) => void;
  onRemove: () => void;
}) {
  const { what, name, value, secret = false, nameProblem, onName, onValue, onRemove } = props;
  return (
    <li className="grid grid-cols-[minmax(7rem,2fr)_minmax(8rem,3fr)_auto] items-start gap-2">
      <TextField
        label={`Name of the ${what}`}
        hideLabel
        className="gap-0.5!"
        inputClassName="font-mono text-sm"
        autoComplete="off"
        spellCheck={false}
        value={name}
        error={nameProblem ?? undefined}
        onChange={(event) => onName(event.target.value.trim())}
      />
      <TextField
        label={`Value of ${name || `the ${what}`}`}
        hideLabel
        className="gap-0.5!"
        inputClassName="font-mono text-sm"
        type={secret ? 'password' : 'text'}
        autoComplete={secret ? 'new-password' : 'off'}
        spellCheck={false}
        placeholder="Value"
        maxLength={20_000}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
      <IconButton icon={Trash2} label={`Remove ${name || `the ${what}`}`} onClick={onRemove} />
    </li>
  );
}

const volumeTypes = [
  { value: 'bucket', label: 'Bucket' },
  { value: 'dataset', label: 'Dataset' },
  { value: 'model', label: 'Model' },
  { value: 'space', label: 'Space' },
] as const;

function VolumeRow({
  volume,
  onChange,
  onRemove,
}: {
  volume: Volume;
  onChange: (volume: Volume) => void;
  onRemove: () => void;
}) {
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
        label="Folder in the run"
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

function nameProblem(name: string, all: readonly string[], at: number): string | null {
  if (!isVariableName(name)) return 'Letters, digits and “_”.';
  if (name === 'HF_TOKEN') return 'The switch above gives it.';
  return all.indexOf(name) === at ? null : 'There are two of this name.';
}

function unusedName(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.includes(name)) return name;
  }
}
