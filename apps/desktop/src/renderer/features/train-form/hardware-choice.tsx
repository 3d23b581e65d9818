// What a job can run on, with its price, and whether the run fits on it.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { memo, useId, useState } from 'react';
import { bestFlavor } from '@hubdesk/shared/train/default-config';
import { estimateMemory, type MemoryEstimate } from '@hubdesk/shared/train/estimate-memory';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { HelpTip } from '../../ui/help-tip.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { StatusDot, type StatusShape } from '../../ui/status-dot.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { TrainForm } from './use-train-form.ts';

const firstShown = 9;

type Verdict = MemoryEstimate['verdict'];
const verdicts: Record<Verdict, { words: string; shape: StatusShape }> = {
  fits: { words: 'Fits', shape: 'on' },
  tight: { words: 'Tight', shape: 'half' },
  no: { words: 'Will not fit', shape: 'attention' },
  unknown: { words: 'Not known', shape: 'off' },
};

export function HardwareChoice({ form }: { form: TrainForm }) {
  const { config, facts, hardwareQuery, memory, flavor: chosen, decide, follow } = form;
  const [onlyFitting, setOnlyFitting] = useState(false);
  const [showAll, setShowAll] = useState(false);
  const id = useId();
  if (hardwareQuery.error) {
    return (
      <ErrorNotice
        explanation={explain(toFailure(hardwareQuery.error))}
        onRetry={() => void hardwareQuery.refetch()}
        retrying={hardwareQuery.isFetching}
      />
    );
  }
  const { flavors } = facts;
  if (!flavors) {
    return (
      <Loading
        label="The hardware is being listed"
        className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2"
      >
        {Array.from({ length: 8 }, (_, at) => (
          <Skeleton key={at} className="h-26" />
        ))}
      </Loading>
    );
  }
  const best = bestFlavor(config, facts.model, flavors)?.name;
  const all = flavors.map((flavor) => ({ flavor, estimate: estimateMemory(config, facts.model, flavor) }));
  const fitting = all.filter(({ estimate }) => estimate.verdict === 'fits' || estimate.verdict === 'tight');
  const isMarked = ({ flavor }: { flavor: Flavor }) => flavor.name === config.flavor || flavor.name === best;
  const candidates = onlyFitting ? all.filter((each) => fitting.includes(each) || isMarked(each)) : all;
  // The cheapest that would do, what is recommended and what is chosen; all others on demand.
  const first = new Set((fitting.length > 0 ? fitting : all).slice(0, firstShown));
  const shown = showAll ? candidates : candidates.filter((each) => first.has(each) || isMarked(each));
  const hidden = candidates.length - shown.length;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <span className="flex items-center gap-1">
          <span id={id} className="text-sm font-medium text-ink">
            Hardware
          </span>
          <HelpTip question="What do several cards do?">
            <p>
              Each card takes its own rows, so several are about that much faster. They do not add up their memory: the
              run must fit on one of them.
            </p>
          </HelpTip>
        </span>
        <Checkbox label="Only those that fit" end={fitting.length} checked={onlyFitting} onChange={setOnlyFitting} />
      </div>
      <RadioGroup
        aria-labelledby={id}
        value={config.flavor}
        onValueChange={(next) => decide('flavor', { flavor: String(next) })}
        className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2"
      >
        {shown.map(({ flavor, estimate }) => (
          <FlavorCard
            key={flavor.name}
            flavor={flavor}
            verdict={estimate.verdict}
            why={estimate.sentence}
            isBest={flavor.name === best}
          />
        ))}
      </RadioGroup>
      {(hidden > 0 || showAll) && (
        <Button
          size="small"
          variant="quiet"
          className="-ml-2.5 justify-self-start"
          onClick={() => setShowAll(!showAll)}
        >
          {showAll ? 'Show fewer' : `Show all ${candidates.length}`}
        </Button>
      )}
      {onlyFitting && fitting.length === 0 && (
        <p className="text-sm text-ink-2">It fits on none of them. A smaller model, LoRA or QLoRA needs less.</p>
      )}
      {chosen && memory ? (
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-2 border-l-2 border-line pl-4">
          <p className="max-w-[72ch] text-sm text-ink-2">
            <span className="font-medium text-ink">
              {visibleText(chosen.label)}: {verdicts[memory.verdict].words.toLowerCase()}.
            </span>{' '}
            {memory.sentence}
          </p>
          {best !== undefined && best !== config.flavor && (
            <Button size="small" onClick={() => follow('flavor')}>
              Take the recommended
            </Button>
          )}
        </div>
      ) : (
        !chosen && (
          <p role="alert" className="text-sm text-ink">
            “{visibleText(config.flavor)}” is not on offer now. Choose another.
          </p>
        )
      )}
    </div>
  );
}

interface FlavorCardProps {
  flavor: Flavor;
  verdict: Verdict;
  why: string;
  isBest: boolean;
}

const FlavorCard = memo(function FlavorCard({ flavor, verdict, why, isBest }: FlavorCardProps) {
  const { words, shape } = verdicts[verdict];
  const { accelerator, usdPerMinute } = flavor;
  return (
    <Tooltip content={why} side="top">
      <Radio.Root
        value={flavor.name}
        className="grid cursor-pointer content-between gap-2.5 rounded-lg border border-line-strong bg-surface px-3.5 py-3 text-left transition-colors duration-100 hover:bg-hover data-checked:border-accent data-checked:bg-accent-soft data-checked:shadow-[0_0_0_1px_var(--color-accent)]"
      >
        <span className="grid gap-0.5">
          <span className="flex items-start justify-between gap-2">
            <span className="text-base font-medium text-ink">{visibleText(flavor.label)}</span>
            {isBest && <Badge tone="accent">Best</Badge>}
          </span>
          <span className="text-sm text-ink-3">{partsWords(flavor)}</span>
        </span>
        <span className="flex flex-wrap items-end justify-between gap-x-2 gap-y-1 whitespace-nowrap tabular-nums">
          <span className={cx('flex items-center gap-1.5 text-sm', verdict === 'fits' ? 'text-ink' : 'text-ink-2')}>
            <StatusDot shape={shape} />
            {words}
          </span>
          {usdPerMinute === null ? (
            <span className="text-sm text-ink-3">price not known</span>
          ) : (
            <span className="ml-auto text-right text-sm text-ink-3">
              <span className="text-base font-medium text-ink">{formatUsd(usdPerMinute * 60)}</span> an hour
              <span className="block text-xs">{formatUsd(usdPerMinute)} a minute</span>
            </span>
          )}
        </span>
        {accelerator && accelerator.kind !== 'gpu' && (
          <span className="text-xs text-ink-3">The script is written for GPUs</span>
        )}
      </Radio.Root>
    </Tooltip>
  );
});

function partsWords({ accelerator, cpu, memory }: Flavor): string {
  if (!accelerator) return `No card · ${cpu}, ${memory}`;
  const { count, model, memoryGb } = accelerator;
  const each = memoryGb === null ? '' : `, ${Math.round(memoryGb / Math.max(1, count))} GB`;
  return `${count > 1 ? `${count} × ` : ''}${visibleText(model)}${each}${count > 1 && each ? ' each' : ''}`;
}
