// Marks that tell whether a row is still the one that was edited, and which
// side of a split it falls on: the same row always on the same.
import { hash } from 'node:crypto';

/** Of a row's text as it stands in its file. */
export function markOfRow(text: string): string {
  return hash('sha1', text, 'hex').slice(0, 16);
}

/** From 0 up to but without 1; the same row and seed give the same number. */
export function shareOfRow(text: string, seed: number): number {
  return Number.parseInt(hash('sha1', `${seed}\n${text}`, 'hex').slice(0, 12), 16) / 2 ** 48;
}
