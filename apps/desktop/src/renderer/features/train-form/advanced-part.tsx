// What most runs need nothing of: secrets, variables, volumes, labels. Values of
// secrets live in this page alone, until it is left.
import { useState } from 'react';
import { Disclosure } from '../../ui/disclosure.tsx';
import { PairGroup, RowGroup, SecretGroup } from '../../ui/pair-rows.tsx';
import { Switch } from '../../ui/switch.tsx';
import { freshVolume, VolumeRow } from '../../ui/volume-row.tsx';
import { isVariableName } from './check-config.ts';
import type { TrainForm } from './use-train-form.ts';

export function AdvancedPart({ form }: { form: TrainForm }) {
  const { config, set, secretValues, setSecret } = form;
  const set_ = [config.secrets, Object.keys(config.environment), config.volumes, Object.keys(config.labels)];
  const count = set_.reduce((sum, { length }) => sum + length, 0) + (config.giveToken ? 0 : 1);
  const [open, setOpen] = useState(count > 0);
  return (
    <Disclosure
      title="Secrets, variables, volumes, labels"
      about={count === 0 ? 'nothing out of the ordinary' : `${count} set`}
      open={open}
      onOpenChange={setOpen}
      className="grid gap-7 p-4"
    >
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
      <SecretGroup
        about="Sent to the Hub with the launch and kept nowhere, so they are asked for each time."
        names={config.secrets}
        values={secretValues}
        nameProblem={(name, at) => nameProblem(name, config.secrets, at)}
        onNames={(secrets) => set({ secrets })}
        onValue={setSecret}
      />
      <PairGroup
        title="Variables"
        about="Plain text in the job’s environment: anyone who may see the job can read them."
        addLabel="Add a variable"
        what="variable"
        fresh="MY_VARIABLE"
        pairs={config.environment}
        isName={isVariableName}
        onChange={(environment) => set({ environment })}
      />
      <RowGroup
        title="Volumes"
        about="Repositories and buckets that the run finds as folders."
        addLabel="Add a volume"
        onAdd={() =>
          set({
            volumes: [...config.volumes, freshVolume],
          })
        }
      >
        {config.volumes.map((volume, at) => (
          <VolumeRow
            key={at}
            volume={volume}
            folderLabel="Folder in the run"
            onChange={(next) => set({ volumes: config.volumes.with(at, next) })}
            onRemove={() => set({ volumes: config.volumes.toSpliced(at, 1) })}
          />
        ))}
      </RowGroup>
      <PairGroup
        title="Labels"
        about="To find the job by on the Hub."
        addLabel="Add a label"
        what="label"
        fresh="project"
        pairs={config.labels}
        isName={(name) => /^[A-Za-z0-9._-]{1,100}$/.test(name)}
        onChange={(labels) => set({ labels })}
      />
    </Disclosure>
  );
}

function nameProblem(name: string, all: readonly string[], at: number): string | null {
  if (!isVariableName(name)) return 'Letters, digits and “_”.';
  if (name === 'HF_TOKEN') return 'The switch above gives it.';
  return all.indexOf(name) === at ? null : 'There are two of this name.';
}
