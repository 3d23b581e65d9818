import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { CurveTable } from './curve-table.ts';

/** Draws a component again when points have come in, at most every `pauseMs`; numbers that change faster cannot be read. */
export function useTableTick(tables: readonly CurveTable[], pauseMs = 250): number {
  const tick = useRef(0);
  const subscribe = useCallback(
    (onChange: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const later = () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          tick.current += 1;
          onChange();
        }, pauseMs);
      };
      const stops = tables.map((table) => table.subscribe(later));
      return () => {
        clearTimeout(timer);
        for (const stop of stops) stop();
      };
    },
    [tables, pauseMs],
  );
  return useSyncExternalStore(subscribe, () => tick.current);
}
