// How long the rows are in tokens, with the line behind which they are cut. The
// line is a slider; the drawing has a table beside it.
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { axisMarks, type Bucket, type Histogram, placeOf, shownBuckets, tokensAt } from './histogram-scale.ts';

export interface LengthHistogramProps {
  histogram: Histogram;
  maxLength: number;
  onMaxLength: (tokens: number) => void;
}

const step = 64;
const marks = 6;

export function LengthHistogram({ histogram, maxLength, onMaxLength }: LengthHistogramProps) {
  const id = useId();
  const chart = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  // While it is dragged the axis stays, however far the line goes.
  const [held, setHeld] = useState<Bucket[] | null>(null);
  const buckets = held ?? shownBuckets(histogram, maxLength);
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const place = placeOf(buckets, maxLength);
  const longest = buckets.at(-1)?.to ?? maxLength * 2;
  const bucket = hovered === null ? undefined : buckets[hovered];

  function placeUnder(event: PointerEvent): number {
    const box = chart.current?.getBoundingClientRect();
    return box && box.width > 0 ? (event.clientX - box.left) / box.width : 0;
  }
  function drag(event: PointerEvent) {
    onMaxLength(tokensAt(buckets, placeUnder(event)));
  }
  function press(event: KeyboardEvent) {
    const by: Record<string, number> = {
      ArrowRight: step,
      ArrowUp: step,
      ArrowLeft: -step,
      ArrowDown: -step,
      PageUp: step * 8,
      PageDown: step * -8,
    };
    const change = by[event.key];
    if (change !== undefined) onMaxLength(toStep(maxLength + change));
    else if (event.key === 'Home') onMaxLength(step);
    else if (event.key === 'End') onMaxLength(toStep(longest));
    else return;
    event.preventDefault();
  }

  return (
    <figure className="grid gap-1.5">
      <figcaption className="flex min-h-5 justify-between gap-4 text-sm text-ink-2 tabular-nums">
        <span>{bucket ? bucketWords(bucket) : 'Rows by their length in tokens'}</span>
        <span aria-hidden className="text-ink">
          max_length {formatWhole(maxLength)}
        </span>
      </figcaption>
      <div
        ref={chart}
        className="relative h-36 touch-none border-b border-edge select-none"
        onPointerMove={(event) => {
          setHovered(Math.min(buckets.length - 1, Math.max(0, Math.floor(placeUnder(event) * buckets.length))));
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
        }}
        onPointerLeave={() => setHovered(null)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          event.preventDefault();
          setHeld(buckets);
          drag(event);
          line.current?.focus();
        }}
        onLostPointerCapture={() => setHeld(null)}
      >
        <svg
          aria-hidden
          viewBox={`0 0 ${Math.max(1, buckets.length)} 100`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          <clipPath id={`${id}-kept`}>
            <rect x={0} y={0} width={place * buckets.length} height={100} />
          </clipPath>
          {/* What is cut is an outline, what is kept is full: told without colour too. */}
          <Bars buckets={buckets} most={most} hovered={hovered} className="fill-pressed stroke-edge" />
          <g clipPath={`url(#${id}-kept)`}>
            <Bars buckets={buckets} most={most} hovered={hovered} className="fill-accent" />
          </g>
        </svg>
        <div
          ref={line}
          role="slider"
          tabIndex={0}
          aria-label="max_length"
          aria-valuemin={1}
          aria-valuemax={Math.max(longest, maxLength)}
          aria-valuenow={maxLength}
          aria-valuetext={`${formatWhole(maxLength)} tokens`}
          onKeyDown={press}
          style={{ left: `${place * 100}%` }}
          className="absolute -top-1 -bottom-1 w-5 -translate-x-1/2 cursor-ew-resize"
        >
          <span aria-hidden className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-ink" />
          <span
            aria-hidden
            className="absolute top-0 left-1/2 h-4 w-2.5 -translate-x-1/2 rounded-full border-2 border-ink bg-surface"
          />
        </div>
      </div>
      <div aria-hidden className="relative h-4 text-xs text-ink-3 tabular-nums">
        {axisMarks(buckets, marks).map(({ tokens, place: at }) => (
          <span key={at} className="absolute" style={{ left: `${at * 100}%` }}>
            {formatWhole(tokens)}
          </span>
        ))}
      </div>
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-sm text-ink-3 hover:text-ink">As a table</summary>
        <table className="mt-2 text-sm tabular-nums">
          <thead>
            <tr className="text-left text-xs text-ink-3">
              <th scope="col" className="pr-8 font-medium">
                Tokens
              </th>
              <th scope="col" className="text-right font-medium">
                Rows
              </th>
            </tr>
          </thead>
          <tbody>
            {buckets.map((each, at) => (
              <tr key={at}>
                <th scope="row" className="pr-8 text-left font-normal text-ink-2">
                  {rangeWords(each)}
                </th>
                <td className="text-right text-ink">{formatWhole(each.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

interface BarsProps {
  buckets: readonly Bucket[];
  most: number;
  hovered: number | null;
  className: string;
}

function Bars({ buckets, most, hovered, className }: BarsProps) {
  return buckets.map(({ count }, at) => {
    // One row among millions is still to be seen.
    const height = count === 0 ? 0 : Math.max(1.5, (count / most) * 96);
    return (
      <rect
        key={at}
        x={at + 0.06}
        y={100 - height}
        width={0.88}
        height={height}
        vectorEffect="non-scaling-stroke"
        strokeWidth={1}
        opacity={hovered === null || hovered === at ? 1 : 0.72}
        className={className}
      />
    );
  });
}

function toStep(tokens: number): number {
  return Math.max(step, Math.round(tokens / step) * step);
}

function rangeWords({ from, to }: Bucket): string {
  return to === null ? `over ${formatWhole(from)}` : `${formatWhole(from + 1)} to ${formatWhole(to)}`;
}

function bucketWords(bucket: Bucket): string {
  return `${rangeWords(bucket)} tokens: ${formatPlural(bucket.count, 'row')}`;
}
