// What a job can run on, with its price, and whether the run fits on it.
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId, useState } from 'react';
import { bestFlavor } from '@hubdesk/shared/train/default-config';
import { estimateMemory } from '@hubdesk/shared/train/estimate-memory';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { fits, HardwareCard } from '../../ui/hardware-card.tsx';
import { HelpTip } from '../../ui/help-tip.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { TrainForm } from './use-train-form.ts';

const firstShown = 9;

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
          <HardwareCard
            key={flavor.name}
            name={flavor.name}
            label={flavor.label}
            parts={partsWords(flavor)}
            fit={estimate.verdict}
            why={estimate.sentence}
            best={flavor.name === best}
            usdPerHour={flavor.usdPerMinute === null ? null : flavor.usdPerMinute * 60}
            {...(flavor.accelerator && flavor.accelerator.kind !== 'gpu' && { note: 'The script is written for GPUs' })}
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
              {visibleText(chosen.label)}: {fits[memory.verdict].words.toLowerCase()}.
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

function partsWords({ accelerator, cpu, memory }: Flavor): string {
  if (!accelerator) return `No card · ${cpu}, ${memory}`;
  const { count, model, memoryGb } = accelerator;
  const each = memoryGb === null ? '' : `, ${Math.round(memoryGb / Math.max(1, count))} GB`;
  return `${count > 1 ? `${count} × ` : ''}${visibleText(model)}${each}${count > 1 && each ? ' each' : ''}`;
}
