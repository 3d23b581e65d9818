import { expect, it } from 'vitest';
import { jsonFault } from './json-fault.ts';

it('finds nothing wrong with an object', () => {
  expect(jsonFault('{"a": [1, "b", null], "c": {"d": "\\u00e9"}}')).toBeNull();
});

it.each([
  ['{\n  "a": 1,\n  "b" 2\n}', 3, 7, 'colon'],
  ['{\n  "a": 1,\n}', 3, 1, 'comma too many'],
  ['{"a": [1, 2}', 1, 12, 'closing ]|comma is missing'],
  ['{"a": 1', 1, 8, 'closing }'],
  ['{"a": "b', 1, 7, 'not closed'],
  ['{"a": 1} {"b": 2}', 1, 10, 'after the end'],
  ["{'a': 1}", 1, 2, 'no JSON|name in double quotes'],
  ['{"a": 1} // why', 1, 10, 'comments'],
  ['{"a": "one\ntwo"}', 1, 7, 'not closed|line end'],
])('names the place and the reason of %j', (text, line, column, reason) => {
  const fault = jsonFault(text);
  expect(fault).toMatchObject({ line, column });
  expect(fault?.reason).toMatch(new RegExp(reason));
});

it('says of JSON that is no object that it must be one', () => {
  for (const text of ['[1]', '"a"', 'null', '3']) expect(jsonFault(text)?.reason).toContain('must be an object');
});
