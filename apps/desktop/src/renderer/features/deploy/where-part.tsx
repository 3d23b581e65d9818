// Where it runs: the ways that the account can have with their price, the
// hardware, who owns it, and when it stops.
import { useQuery } from '@tanstack/react-query';
import type { DeployOption } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { useQuota } from '../../api/use-quota.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatHourly } from '../../ui/format-hourly.ts';
import { Part } from '../../ui/part.tsx';
import { QuotaGauge } from '../../ui/quota-gauge.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { writeDuration } from '../../ui/read-duration.ts';
import { Select } from '../../ui/select.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { DeadlineField } from './deadline-field.tsx';
import { kindWords } from './deploy-words.ts';
import { GpuChoice } from './gpu-choice.tsx';
import type { DeployForm } from './use-deploy-form.ts';

export function WherePart({ form }: { form: DeployForm }) {
  const { config, option } = form;
  return (
    <Part id="where" title="Where it runs" about="What this account can have, by its plan and by what the model needs.">
      <KindChoice form={form} />
      {option && option.state !== 'no' && option.link && (
        <p className="-mt-2 text-sm text-ink-2">
          {option.state === 'unclear' && 'Only the Hub knows whether you can have it. '}
          <ExternalLink href={option.link.url}>{option.link.label}</ExternalLink>
        </p>
      )}
      {(config.kind === 'gpu' || config.kind === 'job') && option && <GpuChoice form={form} option={option} />}
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] items-start gap-x-6 gap-y-5">
        <NamespaceField form={form} />
        {config.kind === 'gpu' && <SleepField form={form} />}
        {config.kind === 'job' && <DeadlineField form={form} />}
      </div>
      {config.kind === 'zero-gpu' && <Quota />}
    </Part>
  );
}

function KindChoice({ form: { config, facts, optionsQuery, decide } }: { form: DeployForm }) {
  if (optionsQuery.error) {
    return (
      <ErrorNotice
        explanation={explain(toFailure(optionsQuery.error))}
        onRetry={() => void optionsQuery.refetch()}
        retrying={optionsQuery.isFetching}
      />
    );
  }
  if (!facts.options) {
    return (
      <Loading label="The ways to deploy are looked up" className="grid gap-2 rail:grid-cols-2">
        {Array.from({ length: 5 }, (_, at) => (
          <Skeleton key={at} className="h-20" />
        ))}
      </Loading>
    );
  }
  return (
    <RadioCards
      label="Way to deploy"
      hideLabel
      cards={facts.options.map((option) => ({
        value: option.kind,
        label: kindWords[option.kind].label,
        help: option.reason,
        end: <KindEnd option={option} />,
        problem:
          option.state === 'no' ? (
            <>
              {option.reason} {option.link && <ExternalLink href={option.link.url}>{option.link.label}</ExternalLink>}
            </>
          ) : null,
      }))}
      value={config.kind}
      onChange={(kind) => decide('kind', { kind })}
    />
  );
}

function KindEnd({ option: { state, recommended, usdPerHour, flavors } }: { option: DeployOption }) {
  const from = flavors.length > 1 && usdPerHour !== null && usdPerHour > 0 ? 'from ' : '';
  return (
    <span className="inline-flex items-center gap-2">
      {recommended && <Badge tone="accent">Recommended</Badge>}
      {state !== 'no' && `${from}${formatHourly(usdPerHour)}`}
    </span>
  );
}

function NamespaceField({ form: { account, config, set } }: { form: DeployForm }) {
  const { data, error } = useQuery(orpc.datasets.namespaces.queryOptions());
  const names = data ?? [];
  const isKnown = names.some(({ name }) => name === config.namespace);
  const own = account?.identity?.name;
  const chosen = names.find(({ name }) => name === config.namespace);
  return (
    <div className="grid content-start gap-1.5">
      <Select
        label={config.kind === 'job' ? 'Who owns and pays for the job' : 'Whose Space it is'}
        options={[
          ...names.map(({ name, kind, mayWrite, reason }) => ({
            value: name,
            label: name,
            hint: reason ?? (kind === 'user' ? 'You' : 'Organization'),
            disabled: !mayWrite,
          })),
          ...(isKnown
            ? []
            : [
                {
                  value: config.namespace,
                  label: config.namespace,
                  ...(config.namespace === own || !data ? {} : { hint: 'Not one of yours' }),
                },
              ]),
        ]}
        value={config.namespace}
        onChange={(namespace) => set({ namespace })}
      />
      <p className="text-sm text-ink-3">
        {error
          ? 'Your organizations could not be listed now.'
          : chosen && !chosen.mayWrite
            ? chosen.reason
            : config.kind === 'gpu' || config.kind === 'job'
              ? 'Pays for the hardware with its credits.'
              : 'Its plan decides what can be had.'}
      </p>
    </div>
  );
}

const never = 'never';
const sleepTimes = [300, 900, 1_800, 3_600, 14_400, 86_400, 259_200];

function SleepField({ form: { config, decide } }: { form: DeployForm }) {
  const { sleepSeconds } = config;
  const times =
    sleepSeconds === null || sleepTimes.includes(sleepSeconds)
      ? sleepTimes
      : [...sleepTimes, sleepSeconds].toSorted((a, b) => a - b);
  return (
    <div className="grid content-start gap-1.5">
      <Select
        label="Sleeps after"
        options={[
          ...times.map((seconds) => ({ value: String(seconds), label: `${writeDuration(seconds)} without a visitor` })),
          { value: never, label: 'Never', hint: 'It is paid for day and night' },
        ]}
        value={sleepSeconds === null ? never : String(sleepSeconds)}
        onChange={(value) => decide('sleep', { sleepSeconds: value === never ? null : Number(value) })}
      />
      <p className="text-sm text-ink-3">Asleep it costs nothing; the next visitor wakes it, which takes a while.</p>
    </div>
  );
}

function Quota() {
  return (
    <QuotaGauge
      quota={useQuota()}
      note="The question at the end uses some of it."
      className="rounded-lg border border-line px-4 py-2.5"
    />
  );
}
