import { expect, it } from 'vitest';
import { focusHeading } from './focus-heading.ts';

function add(tag: string): HTMLElement {
  const element = document.createElement(tag);
  element.tabIndex = -1;
  if (tag === 'h1') element.dataset['pageHeading'] = '';
  document.body.append(element);
  return element;
}
/** What was changed until now has been observed. */
const observed = () => new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(undefined))));

it('focuses the heading that is there, and one that comes when the page has loaded', async () => {
  const there = add('h1');
  focusHeading();
  expect(document.activeElement).toBe(there);
  there.remove();
  focusHeading();
  add('p');
  await observed();
  expect(document.activeElement).toBe(document.body);
  const later = add('h1');
  await expect.poll(() => document.activeElement).toBe(later);
});

it('takes the focus from nothing that a person went to meanwhile, and not after its end', async () => {
  focusHeading();
  const field = add('input');
  field.focus();
  add('h1').dataset['late'] = '';
  await observed();
  expect(document.activeElement).toBe(field);
  document.body.replaceChildren();
  focusHeading()();
  add('h1');
  await observed();
  expect(document.activeElement).toBe(document.body);
});
