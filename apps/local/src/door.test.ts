import { testClock } from '@hubdesk/core/ports/clock';
import { expect, test } from 'vitest';
import { codeLifetimeMs, createDoor } from './door.ts';

test('a code is exchanged for the bearer once', () => {
  const door = createDoor(testClock(0));
  const code = door.issueCode();
  const bearer = door.redeem(code);
  expect(door.admits(bearer ?? '')).toBe(true);
  expect(door.redeem(code)).toBeNull();
});

test('a code is worth nothing after a minute', () => {
  const clock = testClock(0);
  const door = createDoor(clock);
  const [early, late] = [door.issueCode(), door.issueCode()];
  clock.advance(codeLifetimeMs - 1);
  expect(door.redeem(early)).not.toBeNull();
  clock.advance(1);
  expect(door.redeem(late)).toBeNull();
});

test('a made-up code, an empty one and the bearer itself open nothing', () => {
  const door = createDoor(testClock(0));
  const bearer = door.redeem(door.issueCode());
  for (const code of ['', 'x'.repeat(43), bearer ?? '']) expect(door.redeem(code)).toBeNull();
});

test('a code is not a bearer, and no start shares its bearer with another', () => {
  const door = createDoor(testClock(0));
  expect(door.admits(door.issueCode())).toBe(false);
  expect(door.admits('')).toBe(false);
  const other = createDoor(testClock(0));
  expect(other.admits(door.redeem(door.issueCode()) ?? '')).toBe(false);
});

test('codes asked for without end do not pile up: the oldest gives way', () => {
  const door = createDoor(testClock(0));
  const codes = Array.from({ length: 40 }, () => door.issueCode());
  expect(door.redeem(codes[0] ?? '')).toBeNull();
  expect(door.redeem(codes.at(-1) ?? '')).not.toBeNull();
});
