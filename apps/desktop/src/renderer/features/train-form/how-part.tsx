// How it is trained: a preset, and behind it everything there is to set, as a
// form, as text, and as the script that comes of it.
import { lazy, Suspense, useState } from 'react';
import { presets } from '@hubdesk/shared/train/presets';
import { Badge } from '../../ui/badge.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ParameterForm } from './parameter-form.tsx';
import { Part } from '../../ui/part.tsx';
import { RecipeActions } from './recipe-actions.tsx';
import type { ConfigFile } from './use-config-file.tsx';
import type { TrainForm } from './use-train-form.ts';

// The reader of JSON and YAML, and the writer of scripts, come with what shows them.
const ConfigTextPanel = lazy(async () => ({ default: (await import('./config-text-panel.tsx')).ConfigTextPanel }));
const ScriptPanel = lazy(async () => ({ default: (await import('./script-panel.tsx')).ScriptPanel }));

type View = 'form' | 'json' | 'yaml' | 'script';

export function HowPart({ form, file }: { form: TrainForm; file: ConfigFile }) {
  const { config, preset, basis, changedKeys, parameterProblems, broken, setPreset } = form;
  const troubled = Object.keys(parameterProblems).length + Object.keys(broken).length > 0;
  const [open, setOpen] = useState(config.script !== null);
  const [view, setView] = useState<View>(config.script === null ? 'form' : 'script');
  const isOwn = config.script !== null;
  const basisLabel = presets.find((each) => each.id === basis)?.label ?? basis;
  return (
    <Part
      id="how"
      title="How"
      about="Begin with a preset: each fits the model and the rows you have chosen."
      aside={<RecipeActions form={form} file={file} />}
    >
      {!isOwn && (
        <RadioCards
          label="Preset"
          hideLabel
          className="grid-cols-[repeat(auto-fit,minmax(15rem,1fr))]"
          cards={presets.map(({ id: value, label, help }) => ({
            value,
            label,
            help,
            end: preset === null && value === basis ? `${changedKeys.length} changed` : undefined,
          }))}
          value={preset}
          onChange={setPreset}
        />
      )}
      <Disclosure
        title="All parameters"
        about={
          isOwn
            ? 'Your own script'
            : changedKeys.length === 0
              ? `as “${basisLabel}” has them`
              : `${formatPlural(changedKeys.length, 'change')} from “${basisLabel}”`
        }
        end={troubled && <Badge tone="loss">Needs a look</Badge>}
        open={open}
        onOpenChange={setOpen}
      >
        {open && (
          <Tabs<View>
            label="Ways to see the parameters"
            value={view}
            onChange={setView}
            listClassName="px-4"
            panelClassName="p-4 outline-offset-[-2px]"
            tabs={[
              { value: 'form', label: 'Form', panel: <ParameterForm form={form} onText={setView} /> },
              {
                value: 'json',
                label: 'JSON',
                panel: lazily(<ConfigTextPanel key="json" form={form} format="json" onOther={setView} />),
              },
              {
                value: 'yaml',
                label: 'YAML',
                panel: lazily(<ConfigTextPanel key="yaml" form={form} format="yaml" onOther={setView} />),
              },
              {
                value: 'script',
                label: 'Script',
                end: isOwn ? 'own' : undefined,
                panel: lazily(<ScriptPanel form={form} />),
              },
            ]}
          />
        )}
      </Disclosure>
    </Part>
  );
}

function lazily(panel: React.ReactNode) {
  return (
    <Suspense
      fallback={
        <Loading label="Opening" className="grid gap-2">
          <Skeleton className="h-64" />
        </Loading>
      }
    >
      {panel}
    </Suspense>
  );
}
