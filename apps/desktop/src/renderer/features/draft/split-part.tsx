// Which rows train and which only test the result, and what is left out of both.
import { Dices } from 'lucide-react';
import { useState } from 'react';
import type { DraftFile, Split } from '@hubdesk/shared/datasets/check-report';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { rowProblemWords } from './problem-words.ts';
import { splitCounts, type SplitCounts, splitOf } from './split-counts.ts';
import type { Desk } from './use-desk.ts';
import { useResting } from './use-resting.ts';

const largestSeed = 4_294_967_295;

export function SplitPart({ desk }: { desk: Desk }) {
  const { draft, report, plan } = desk;
  if (!report) return <p className="px-6 py-6 text-ink-2 rail:px-8">Once the rows are read, they can be split here.</p>;
  const counts = splitCounts(report, draft);
  return (
    <div className="grid gap-8 px-6 py-6 rail:px-8">
      {plan.failure && <ErrorNotice explanation={explain(toFailure(plan.failure))} />}
      <section aria-labelledby="split-result" className="grid gap-3">
        <h2 id="split-result" className="text-lg font-semibold text-ink">
          What it becomes
        </h2>
        <SplitBar counts={counts} />
      </section>
      <section aria-labelledby="split-validation" className="grid gap-3">
        <h2 id="split-validation" className="text-lg font-semibold text-ink">
          Validation
        </h2>
        {counts.hasValidationFile ? (
          <p className="text-ink-2">One of the files is for validation, so nothing is taken from train.</p>
        ) : (
          <Share desk={desk} />
        )}
      </section>
      <LeftOut desk={desk} />
      <section aria-labelledby="split-files" className="grid gap-1">
        <h2 id="split-files" className="pb-2 text-lg font-semibold text-ink">
          Files
        </h2>
        <ul>
          {report.files.map((file) => (
            <FileSplit key={file.path} desk={desk} file={file} />
          ))}
        </ul>
      </section>
    </div>
  );
}

const splitNames: Record<Split, string> = { train: 'Train', validation: 'Validation', test: 'Test' };
const splitShades: Record<Split, string> = { train: 'bg-accent', validation: 'bg-accent-line', test: 'bg-edge' };

function SplitBar({ counts }: { counts: SplitCounts }) {
  const shown = (['train', 'validation', 'test'] as const).filter((split) => split === 'train' || counts[split] > 0);
  const all = Math.max(1, counts.train + counts.validation + counts.test);
  return (
    <>
      <div aria-hidden className="flex h-2.5 gap-0.5 overflow-hidden rounded-full">
        {shown.map((split) => (
          <span key={split} className={splitShades[split]} style={{ width: `${(counts[split] / all) * 100}%` }} />
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {shown.map((split) => (
          <div key={split}>
            <dt className="flex items-center gap-1.5 text-xs text-ink-3">
              <span aria-hidden className={`size-2 rounded-full ${splitShades[split]}`} />
              {splitNames[split]}
            </dt>
            <dd className="text-xl font-semibold text-ink tabular-nums">
              {counts.isAbout && <span className="text-sm font-normal text-ink-3">up to </span>}
              {formatWhole(counts[split])}
            </dd>
          </div>
        ))}
        {counts.leftOut > 0 && (
          <div>
            <dt className="text-xs text-ink-3">Left out</dt>
            <dd className="text-xl font-semibold text-ink tabular-nums">
              {counts.isAbout && <span className="text-sm font-normal text-ink-3">at most </span>}
              {formatWhole(counts.leftOut)}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Share({ desk: { draft, plan } }: { desk: Desk }) {
  const standing = Math.round(draft.plan.validationShare * 100);
  const { change } = plan;
  // It moves at once; the host hears of it when it rests.
  const [shown, move] = useResting(standing, (percent) => change({ validationShare: percent / 100 }));
  return (
    <div className="grid gap-4">
      <p className="max-w-[60ch] text-sm text-ink-2">
        Rows the model never learns from show whether it learns or only repeats. Five to ten in a hundred are usual.
      </p>
      <Slider
        label="Taken from train"
        value={shown}
        onChange={move}
        min={0}
        max={50}
        step={1}
        format={(percent) => (percent === 0 ? 'none' : `${percent} %`)}
      />
      {shown > 0 && <Seed key={draft.plan.seed} seed={draft.plan.seed} onChange={(seed) => change({ seed })} />}
    </div>
  );
}

/** Key it by seed. */
function Seed({ seed, onChange }: { seed: number; onChange: (seed: number) => void }) {
  const [text, setText] = useState(String(seed));
  const read = Number(text);
  const isRight = /^\d+$/.test(text) && read <= largestSeed;
  const commit = () => isRight && read !== seed && onChange(read);
  return (
    <TextField
      label="Seed"
      className="max-w-72"
      inputMode="numeric"
      autoComplete="off"
      hint="The same seed chooses the same rows."
      error={isRight ? undefined : 'A whole number up to 4,294,967,295.'}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      after={<IconButton icon={Dices} label="Other rows" onClick={() => onChange((seed * 1_103 + 12_345) % 100_000)} />}
    />
  );
}

function LeftOut({ desk }: { desk: Desk }) {
  const { draft, report, plan, showRows } = desk;
  const found = (report?.problems ?? []).filter(({ kind, count }) => count > 0 && rowProblemWords[kind].droppable);
  const { dropped } = draft.plan;
  const byHand = draft.edits.dropped;
  return (
    <section aria-labelledby="split-clean" className="grid gap-2">
      <h2 id="split-clean" className="text-lg font-semibold text-ink">
        Leave out
      </h2>
      {found.length === 0 ? (
        <p className="text-ink-2">{byHand === 0 ? 'There is nothing that should be left out.' : null}</p>
      ) : (
        <ul className="grid">
          {found
            .toSorted((a, b) => b.count - a.count)
            .map(({ kind, count }) => (
              <li key={kind} className="border-t border-line py-1">
                <Checkbox
                  label={rowProblemWords[kind].name}
                  end={formatPlural(count, 'row')}
                  checked={dropped.includes(kind)}
                  onChange={(on) =>
                    plan.change({ dropped: on ? [...dropped, kind] : dropped.filter((other) => other !== kind) })
                  }
                />
              </li>
            ))}
        </ul>
      )}
      {byHand > 0 && (
        <p className="text-sm text-ink-2">
          {formatPlural(byHand, 'row')} left out by hand.{' '}
          <button
            type="button"
            onClick={() => showRows('edited')}
            className="rounded-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
          >
            Show what was changed
          </button>
        </p>
      )}
      {dropped.length > 1 && (
        <p className="text-sm text-ink-3">A row with several problems is counted for each, and left out once.</p>
      )}
      {draft.plan.mapping && (
        <p className="text-sm text-ink-3">Rows the mapping does not fit are left out as well, when they are written.</p>
      )}
    </section>
  );
}

function FileSplit({ desk: { draft, plan }, file }: { desk: Desk; file: DraftFile }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2">
      <div className="min-w-0 flex-1">
        <bdi className="block font-mono text-sm [overflow-wrap:anywhere] text-ink">{visibleText(file.path)}</bdi>
        <p className="text-sm text-ink-3 tabular-nums">
          {[file.rows !== null && formatPlural(file.rows, 'row'), formatBytes(file.bytes), file.format?.toUpperCase()]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <Select<Split>
        label={`Split of ${file.path}`}
        hideLabel
        className="w-36"
        options={(['train', 'validation', 'test'] as const).map((value) => ({ value, label: splitNames[value] }))}
        value={splitOf(draft, file)}
        onChange={(split) => plan.change({ splits: { ...draft.plan.splits, [file.path]: split } })}
      />
    </li>
  );
}
