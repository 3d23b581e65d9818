// What the press will do and what it costs, always in sight, and the button that
// does it. A button that is shut says why.
import { useNavigate } from '@tanstack/react-router';
import { CircleAlert, Rocket } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { summaryOf } from '../../ui/check-list.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatHourly } from '../../ui/format-hourly.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { goToPart } from '../../ui/part.tsx';
import { writeDuration } from '../../ui/read-duration.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { placeOf, tokenName } from './deploy-faults.ts';
import { deedWords, kindWords } from './deploy-words.ts';
import { SpaceCard } from './space-card.tsx';
import type { Checks } from './use-checks.ts';
import { DeployStopped, useDeploy } from './use-deploy.ts';
import type { DeployForm } from './use-deploy-form.ts';

export interface DeployBarProps {
  form: DeployForm;
  checks: Checks;
  onDeployed: () => void;
}

export function DeployBar({ form, checks, onDeployed }: DeployBarProps) {
  const { config, faults, option, secretValues, waitsFor } = form;
  const navigate = useNavigate();
  const why = useId();
  const { deploy, deploying, error, retry } = useDeploy(form.choices.again?.id ?? null, ({ id }) => {
    onDeployed();
    void navigate({ to: '/spaces/deployment/$deployment', params: { deployment: id } });
  });
  const [fault] = faults;
  const stop = checks.checks?.find(({ state }) => state === 'stops');
  const shut = fault?.message ?? waitsFor ?? (option?.state === 'no' ? option.reason : null) ?? stop?.finding ?? null;
  const isStopped = error instanceof DeployStopped;
  const wrongField = error && !isStopped ? fieldOf(error) : null;
  const isJob = config.kind === 'job';
  return (
    <aside
      aria-label="Deploy"
      data-bottom-bar
      className="relative grid shrink-0 content-start gap-x-6 gap-y-3 border-t border-line-strong bg-surface px-6 py-3.5 rail:px-8 wide:w-88 wide:gap-y-5 wide:overflow-y-auto wide:border-t-0 wide:border-l wide:border-line wide:px-6 wide:py-6"
    >
      <div className="grid min-w-0 content-start gap-3 max-wide:flex max-wide:flex-wrap max-wide:items-baseline max-wide:justify-between max-wide:gap-x-6 max-wide:gap-y-1 wide:gap-5">
        {!isJob && (
          <div className="max-wide:hidden">
            <SpaceCard config={config} />
          </div>
        )}
        <p className="hidden wide:grid">
          <span className="text-sm text-ink-3">{isJob ? 'Costs at most' : 'Costs'}</span>
          <span className="text-3xl font-semibold tracking-tight text-ink tabular-nums">{price(form)}</span>
          {priceNote(form) !== '' && <span className="mt-1 text-sm text-ink-2">{priceNote(form)}</span>}
        </p>
        <p className="max-w-[60ch] text-base font-medium [overflow-wrap:anywhere] text-ink wide:hidden">
          {deedWords(config)}
        </p>
        <p className="text-sm text-ink-2 tabular-nums wide:hidden">
          {price(form)}
          {isJob && form.worstUsd !== null && ' at most'}
        </p>
        <dl className="hidden grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm wide:grid">
          <Fact term="As">{deedWords(config)}</Fact>
          <Fact term="Model">{config.model === null ? '–' : <bdi>{visibleText(config.model)}</bdi>}</Fact>
          {form.flavor && <Fact term="On">{visibleText(form.flavor.label)}</Fact>}
          {config.kind === 'gpu' && (
            <Fact term="Sleeps">
              {config.sleepSeconds === null ? 'never' : `after ${writeDuration(config.sleepSeconds)}`}
            </Fact>
          )}
          <Fact term="Then">
            {config.kind === 'static' ? 'its page is looked at' : 'it is asked a question, and must answer'}
          </Fact>
        </dl>
        <button
          type="button"
          onClick={() => goToPart('check')}
          className="w-fit rounded-sm text-left text-sm text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink"
        >
          {fault
            ? faults.length === 1
              ? 'One thing is missing.'
              : `${faults.length} things are missing.`
            : checks.done
              ? summaryOf(checks.checks ?? [], 'the deployment')
              : 'Being checked…'}
        </button>
      </div>
      {error && isStopped && (
        <p role="alert" className="flex gap-2 text-sm text-ink">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          Not deployed, nothing was made: {error.message}
        </p>
      )}
      {error && !isStopped && (
        <ErrorNotice
          explanation={explain(toFailure(error))}
          onRetry={retry}
          retrying={deploying}
          className="max-h-60 overflow-y-auto"
        >
          {wrongField !== null && (
            <Button size="small" onClick={() => goToPart(placeOf(wrongField))}>
              Go there
            </Button>
          )}
        </ErrorNotice>
      )}
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 wide:grid-cols-1">
        <p id={why} role="status" className="min-w-0 text-sm text-ink-2 wide:order-2">
          {shut ?? ''}
        </p>
        <Button
          size="large"
          variant="primary"
          icon={Rocket}
          disabled={shut !== null}
          loading={deploying}
          loadingLabel="Looking once more, then deploying"
          aria-describedby={shut === null ? undefined : why}
          onClick={() => deploy({ config, secrets: givenSecrets(config, secretValues) })}
        >
          Deploy
        </Button>
      </div>
    </aside>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] text-ink">{children}</dd>
    </>
  );
}

/** Only those that this deployment has a place for. */
export function givenSecrets(
  { access, secrets }: DeployForm['config'],
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = access === 'secret' ? [...secrets, tokenName] : secrets;
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}

function price({ config, usdPerHour, worstUsd, option }: DeployForm): string {
  if (!option) return '–';
  if (config.kind === 'job') return worstUsd === null ? '–' : formatUsd(worstUsd);
  return usdPerHour === null ? '–' : formatHourly(usdPerHour);
}

function priceNote({ config, usdPerHour, option }: DeployForm): string {
  if (!option) return '';
  if (usdPerHour === null) return 'The Hub names no price for this hardware.';
  if (config.kind === 'job') return `${formatHourly(usdPerHour)}, for ${writeDuration(config.timeoutSeconds)}.`;
  if (config.kind === 'gpu') return 'While it is up; asleep it costs nothing.';
  return kindWords[config.kind].label;
}

/** What the host would not take, as it names it. */
function fieldOf(error: Error): string | null {
  const failure = toFailure(error);
  return failure.code === 'INVALID_INPUT' ? (failure.data.field ?? null) : null;
}
