import { expect, test } from 'vitest';
import { subdomainOf } from './space.ts';

test.each([
  ['Sandy/My_Space.v2', 'sandy-my-space-v2'],
  ['a/b--c', 'a-b-c'],
  [`org/${'x'.repeat(90)}`, `org-${'x'.repeat(59)}`],
])('the subdomain of %s is %s', (name, subdomain) => {
  expect(subdomainOf(name)).toBe(subdomain);
});
