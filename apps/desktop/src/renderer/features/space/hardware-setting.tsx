// What a Space runs on: every hardware on offer with its price, and what moving
// means. What begins to cost is asked about once.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Forbids, SpaceDetails } from '@hubdesk/shared/spaces/space';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { orpc } from '../../api/client.ts';
import { useQuota } from '../../api/use-quota.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { flavorLabel } from '../../ui/flavor-label.ts';
import { formatHourly } from '../../ui/format-hourly.ts';
import { QuotaGauge } from '../../ui/quota-gauge.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { Setting } from '../../ui/setting.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { MoveDialog } from './move-dialog.tsx';
import { hourlyUsd, monthWords } from './space-words.ts';
import { usePutRuntime } from './use-put-runtime.ts';

// Names of the Hub, as `spaces/space.ts` has them; the screens carry no schema.
const zeroGpu = 'zero-a10g';
const cpuBasic = 'cpu-basic';
const firstShown = 6;

export function HardwareSetting({ details }: { details: SpaceDetails }) {
  const { id, runtime, forbids } = details;
  const { hardware, requested, sleepSeconds } = runtime;
  const now = requested ?? hardware;
  const put = usePutRuntime(id);
  const [picked, setPicked] = useState<string | null>(null);
  const [showAll, setShowAll] = useState(false);
  const [asking, setAsking] = useState(false);
  const { data: flavors, error, refetch, isFetching } = useQuery(orpc.spaces.hardware.queryOptions());
  const move = useMutation(
    orpc.spaces.setHardware.mutationOptions({
      onSuccess: (next) => {
        put(next);
        setPicked(null);
        setAsking(false);
      },
    }),
  );
  const chosen = picked ?? now;
  const flavor = flavors?.find(({ name }) => name === chosen);
  const usdPerHour = hourlyUsd(flavor);
  const isOther = picked !== null && picked !== now;
  const shown = flavors?.filter(({ name }, at) => showAll || at < firstShown || name === now || name === picked) ?? [];
  const start = () => move.mutate({ space: id, flavor: chosen ?? cpuBasic, sleepSeconds });
  const problem = move.error && <ErrorNotice explanation={explain(toFailure(move.error))} />;
  return (
    <Setting
      title="Hardware"
      text={
        now === null
          ? 'It has none yet.'
          : `${flavorLabel(now, flavors)} now. Moving restarts it; it answers nobody until it is up again.`
      }
    >
      {now === zeroGpu && <Quota />}
      {error && (
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
      )}
      {!flavors && !error && (
        <Loading label="The hardware is being listed" className="grid w-full grid-cols-2 gap-2">
          {[0, 1, 2, 3].map((at) => (
            <Skeleton key={at} className="h-18" />
          ))}
        </Loading>
      )}
      {flavors && (
        <div className="grid w-full gap-3">
          <RadioCards
            label="Hardware"
            hideLabel
            className="sm:grid-cols-2 rail:grid-cols-2"
            value={chosen}
            onChange={(next) => {
              move.reset();
              setPicked(next);
            }}
            cards={shown.map((each) => ({
              value: each.name,
              label: visibleText(each.label),
              end: formatHourly(hourlyUsd(each)),
              help: partsWords(each),
              // Said once, above all the settings; what each of them is stays to be read.
              disabled: each.name !== now && forbids.write !== null,
              problem: each.name === now || forbids.write !== null ? null : forbiddenBy(each, forbids),
            }))}
          />
          {flavors.length > firstShown && (
            <Button
              size="small"
              variant="quiet"
              className="-ml-2.5 justify-self-start"
              onClick={() => setShowAll(!showAll)}
            >
              {showAll ? 'Show fewer' : `Show all ${flavors.length}`}
            </Button>
          )}
        </div>
      )}
      {isOther && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <ReasonedButton
            variant="primary"
            reason={forbids.write}
            loading={move.isPending && !asking}
            onClick={() => (usdPerHour === 0 ? start() : setAsking(true))}
          >
            Move it to {flavorLabel(picked, flavors)}
          </ReasonedButton>
          <p className="text-sm text-ink-2 tabular-nums">
            {usdPerHour === null
              ? 'The Hub names no price for it.'
              : usdPerHour === 0
                ? 'It costs nothing there.'
                : `${formatHourly(usdPerHour)} while it is up, ${monthWords(usdPerHour)}.`}
          </p>
        </div>
      )}
      {!asking && problem}
      <MoveDialog
        details={details}
        flavor={chosen ?? ''}
        open={asking}
        onClose={() => {
          move.reset();
          setAsking(false);
        }}
        loading={move.isPending}
        onMove={start}
      >
        {problem}
      </MoveDialog>
    </Setting>
  );
}

function Quota() {
  return <QuotaGauge quota={useQuota()} className="rounded-lg border border-line px-4 py-2.5" />;
}

function forbiddenBy(flavor: Flavor, forbids: Forbids): string | null {
  if (flavor.name === zeroGpu) return forbids.zeroGpu;
  if (flavor.name === cpuBasic) return forbids.cpuBasic;
  return flavor.usdPerMinute === 0 ? null : forbids.paidHardware;
}

function partsWords({ accelerator, cpu, memory }: Flavor): string {
  if (!accelerator) return `${visibleText(cpu)}, ${visibleText(memory)}`;
  const { count, model, memoryGb } = accelerator;
  return [
    `${count > 1 ? `${count} × ` : ''}${visibleText(model)}`,
    memoryGb !== null && `${Math.round(memoryGb)} GB on ${count > 1 ? 'the cards' : 'the card'}`,
    visibleText(memory),
  ]
    .filter(Boolean)
    .join(', ');
}
