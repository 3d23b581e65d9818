// The curves of a run, column by column, in the order they were told. What is
// told again is not added again.
import type { RunEvent } from '@hubdesk/shared/train/event-line';
import type { Points } from '@hubdesk/shared/train/run';
import { curveValues } from './event-digest.ts';

/** A run that tells more than these is not drawn any further. */
const mostPoints = 1_000_000;
const mostCurves = 100;

export interface PointsTable {
  readonly length: number;
  /** Whether it was a point, and a new one. */
  add(event: RunEvent): boolean;
  /** At most `count` points from the `from`th on. */
  slice(from: number, count: number): Points;
}

export function createPointsTable(): PointsTable {
  const steps: number[] = [];
  const times: number[] = [];
  const curves = new Map<string, (number | null)[]>();
  const known = new Set<string>();

  return {
    get length() {
      return steps.length;
    },
    add(event) {
      const { step } = event.fields;
      if ((event.kind !== 'step' && event.kind !== 'eval') || typeof step !== 'number' || !Number.isFinite(step)) return false;
      const key = `${event.kind} ${step} ${event.at}`;
      if (known.has(key) || steps.length >= mostPoints) return false;
      known.add(key);
      for (const [name, value] of Object.entries(curveValues(event))) {
        const curve = curves.get(name) ?? [];
        if (curve.length === 0 && curves.size >= mostCurves) continue;
        // Points before its first have none of it.
        while (curve.length < steps.length) curve.push(null);
        curve.push(value);
        curves.set(name, curve);
      }
      steps.push(step);
      times.push(event.at ?? 0);
      return true;
    },
    slice(from, count) {
      const to = Math.min(steps.length, from + count);
      const values: Points['values'] = {};
      for (const [name, curve] of curves) {
        const piece = curve.slice(from, to);
        while (piece.length < to - from) piece.push(null);
        if (from === 0 || piece.some((value) => value !== null)) values[name] = piece;
      }
      return { from, step: steps.slice(from, to), time: times.slice(from, to), values };
    },
  };
}
