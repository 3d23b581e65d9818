// Bytes a second over the last seconds, from readings whenever somebody looks.

const windowMs = 5_000;
const spacingMs = 100;

export interface SpeedMeter {
  /** Takes a reading of all bytes moved so far; null while there is too little to go by, or nothing moved. */
  read(bytes: number, nowMs: number): number | null;
  reset(): void;
}

export function createSpeedMeter(): SpeedMeter {
  let readings: { atMs: number; bytes: number }[] = [];
  return {
    read(bytes, nowMs) {
      const last = readings.at(-1);
      // A part that is sent again takes bytes back: what was counted before is not speed.
      if (last && bytes < last.bytes) readings = [];
      if (!last || nowMs - last.atMs >= spacingMs) readings.push({ atMs: nowMs, bytes });
      readings = readings.filter(({ atMs }) => nowMs - atMs <= windowMs);
      const first = readings[0];
      if (!first || nowMs - first.atMs < 2 * spacingMs || bytes <= first.bytes) return null;
      return ((bytes - first.bytes) * 1000) / (nowMs - first.atMs);
    },
    reset() {
      readings = [];
    },
  };
}
