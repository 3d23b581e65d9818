import { expect, test } from 'vitest';
import { fitBounds } from './fit-bounds.ts';

const main = { x: 0, y: 24, width: 1920, height: 1056 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const smallest = { width: 720, height: 520 };

test('a window that stands on a display stays where it is', () => {
  const bounds = { x: 100, y: 100, width: 1200, height: 800 };
  expect(fitBounds(bounds, [main, second], smallest)).toEqual(bounds);
});

test('a window of a display that is gone comes to the main one', () => {
  expect(fitBounds({ x: 2_500, y: 100, width: 900, height: 700 }, [main], smallest)).toEqual({
    x: 1_020,
    y: 100,
    width: 900,
    height: 700,
  });
});

test('a window between two displays goes to the one that shows more of it', () => {
  expect(fitBounds({ x: 1_800, y: 100, width: 1_000, height: 700 }, [main, second], smallest).x).toBe(1_920);
});

test('a window larger than the display fills it, a tiny one grows to the smallest', () => {
  expect(fitBounds({ x: -50, y: -50, width: 9_000, height: 9_000 }, [main], smallest)).toEqual(main);
  expect(fitBounds({ x: 10, y: 50, width: 1, height: 1 }, [main], smallest)).toEqual({ x: 10, y: 50, ...smallest });
});

test('on a display smaller than the smallest window it takes what there is', () => {
  const tiny = { x: 0, y: 0, width: 600, height: 400 };
  expect(fitBounds({ x: 0, y: 0, width: 1_200, height: 800 }, [tiny], smallest)).toEqual(tiny);
});
