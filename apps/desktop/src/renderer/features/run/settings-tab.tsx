// What a run was told to do: its settings in words, as JSON, and the script they made.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Parameter, parametersFor } from '@hubdesk/shared/train/parameters';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { Run } from '@hubdesk/shared/train/run';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { visibleLines, visibleText } from '../../ui/visible-text.ts';
import { howWords } from './run-words.ts';

type Form = 'list' | 'json' | 'script';
const forms = [
  { value: 'list', label: 'List' },
  { value: 'json', label: 'JSON' },
  { value: 'script', label: 'Script' },
] as const satisfies readonly { value: Form; label: string }[];

export function SettingsTab({ run }: { run: Run }) {
  const { config } = run;
  const [form, setForm] = useState<Form>('list');
  if (!config) {
    return (
      <EmptyState
        title="Its settings are not known"
        action={run.jobUrl !== null && <ExternalLink href={run.jobUrl}>The job on the Hub</ExternalLink>}
      >
        This run was started from another computer or by another program, and the job does not carry its settings. What
        it does and writes shows all the same.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-5 px-6 py-5 rail:px-8">
      <Segmented label="Shown as" hideLabel options={forms} value={form} onChange={setForm} />
      {form === 'list' && <List run={run} config={config} />}
      {form === 'json' && (
        <Code label="Settings as JSON" text={JSON.stringify({ ...config, script: undefined }, null, 2)} />
      )}
      {form === 'script' && <Script run={run} config={config} />}
    </div>
  );
}

function List({ run, config }: { run: Run; config: RunConfig }) {
  const values: Record<string, unknown> = config.parameters;
  const names = Object.keys(config.environment);
  return (
    <div className="grid gap-x-12 gap-y-8 wide:grid-cols-2">
      <Group title="What">
        <Row label="Model">{config.model}</Row>
        <Row label="Dataset">
          {config.dataset && `${config.dataset.id}${config.dataset.config ? `, ${config.dataset.config}` : ''}`}
        </Row>
        <Row label="Trained on">{config.dataset?.train}</Row>
        <Row label="Evaluated on">{config.dataset && (config.dataset.evaluation ?? 'nothing')}</Row>
        <Row label="Method">{howWords(run)}</Row>
        <Row label="Reward">{config.reward && `${config.reward.kind}: ${config.reward.value}`}</Row>
        <Row label="Weights go to">{`${config.output.repo}, ${config.output.private ? 'private' : 'public'}`}</Row>
      </Group>
      <Group title="Where">
        <Row label="Hardware">{config.flavor}</Row>
        <Row label="Timeout">{formatRemaining(config.timeoutSeconds * 1_000)}</Row>
        <Row label="Paid by">{run.namespace}</Row>
        <Row label="Checkpoints">{config.keepCheckpoints ? 'kept in a private bucket' : 'not kept'}</Row>
        <Row label="Token in the job">{config.giveToken ? 'yes, as HF_TOKEN' : 'no'}</Row>
        <Row label="Environment">{names.length > 0 && names.join(', ')}</Row>
        <Row label="Secrets">
          {config.secrets.length > 0 && `${config.secrets.join(', ')} (their values are kept nowhere)`}
        </Row>
        <Row label="Volumes">
          {config.volumes.length > 0 &&
            config.volumes.map(({ source, mountPath }) => `${source} at ${mountPath}`).join(', ')}
        </Row>
        <Row label="Trainer">{run.trainer}</Row>
      </Group>
      {config.script === null && (
        <Group title="Parameters" className="wide:col-span-2 wide:[&>dl]:columns-2 wide:[&>dl]:gap-12">
          {parametersFor(config.method, config.tuning).map((parameter) => (
            <Row key={parameter.key} label={parameter.label} code={parameter.key}>
              {valueWords(parameter, values[parameter.key])}
            </Row>
          ))}
        </Group>
      )}
    </div>
  );
}

function Group({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  return (
    <section className={className}>
      <h2 className="mb-1 text-base font-semibold text-ink">{title}</h2>
      <dl>{children}</dl>
    </section>
  );
}

/** Nothing for what was not set. */
function Row({ label, code, children }: { label: string; code?: string; children: ReactNode }) {
  if (children === null || children === undefined || children === false || children === '') return null;
  return (
    <div className="grid min-h-9 break-inside-avoid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-4 border-b border-line py-1.5">
      <dt className="text-sm text-ink-2">
        {label}
        {code !== undefined && <span className="block font-mono text-xs text-ink-3">{code}</span>}
      </dt>
      <dd className="text-base [overflow-wrap:anywhere] text-ink tabular-nums">
        {typeof children === 'string' ? <bdi>{visibleText(children)}</bdi> : children}
      </dd>
    </div>
  );
}

function valueWords(parameter: Parameter, value: unknown): string {
  if (value === null || value === undefined) return 'the model’s own';
  if (parameter.kind === 'switch') return value === true ? 'yes' : 'no';
  if (typeof value !== 'number') return String(value);
  return value !== 0 && Math.abs(value) < 0.001
    ? value.toExponential()
    : value.toLocaleString('en', { maximumFractionDigits: 6 });
}

/** Written out from the settings; it loads with its template when it is looked at. */
function Script({ run, config }: { run: Run; config: RunConfig }) {
  const kind = run.kind === 'smoke' ? 'smoke' : 'train';
  const { data: text } = useQuery({
    queryKey: ['training script', run.id, kind, config],
    queryFn: async () => {
      const { trainingScript } = await import('@hubdesk/shared/train/training-script');
      return trainingScript(config, { kind });
    },
  });
  if (run.kind === 'salvage') return <p className="text-ink-2">A salvage copies files and trains nothing.</p>;
  return text === undefined ? null : <Code label="The script" text={text} />;
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <section aria-label={label} className="relative min-w-0">
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={`Copy: ${label}`} />
      </span>
      <pre className="overflow-x-auto rounded-lg border border-line bg-surface p-4 pr-12 font-mono text-xs leading-5 text-ink">
        {visibleLines(text)}
      </pre>
    </section>
  );
}
