/**
 * Moves on or back among rising places, around the ends; null where there is none. `at` is the one one is at, -1 before
 * the first move, which goes to the first place at or after `from`, or the last before it.
 */
export function nextPlace(places: readonly number[], at: number, by: 1 | -1, from: number): number | null {
  if (places.length === 0) return null;
  const first = places.findIndex((place) => place >= from);
  const start = by === 1 ? (first < 0 ? 0 : first) : (first <= 0 ? places.length : first) - 1;
  const next = at < 0 ? start : (at + by + places.length) % places.length;
  return places[next] ?? null;
}
