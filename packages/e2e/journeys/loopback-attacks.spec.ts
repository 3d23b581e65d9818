// Other pages in the same browser, against a running local host: each tries what
// a page can do, and none may read, write, listen or take the app into a frame.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from '../src/test.ts';

let attacker: Server;
let attackerPort: number;

test.beforeAll(async () => {
  attacker = createServer(
    (_request, response) => void response.setHeader('content-type', 'text/html').end('<title>Attacker</title>'),
  );
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  attackerPort = (attacker.address() as AddressInfo).port;
});
test.afterAll(() => void attacker.close());

/** Everything a page can try at `target`, with what came of it. */
function attack(page: Page, target: string) {
  return page.evaluate(async (origin) => {
    const outcome = async (work: () => Promise<Response>) =>
      work().then(
        (answer) => (answer.type === 'opaque' ? 'opaque' : answer.status),
        () => 'refused',
      );
    const socket = () =>
      new Promise((resolve) => {
        const ws = new WebSocket(`${origin.replace('http', 'ws')}/wire`, ['hubdesk', 'A'.repeat(43)]);
        ws.addEventListener('open', () => resolve('open'));
        ws.addEventListener('error', () => resolve('refused'));
      });
    const framed = () =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = origin;
        // Chromium shows an error page in it, which is of nobody's origin; ours would be just as unreadable, so the content is asked below.
        frame.addEventListener('load', () => resolve(frame.contentDocument === null ? 'closed' : 'readable'));
        document.body.append(frame);
      });
    const body = JSON.stringify({ theme: 'dark' });
    return {
      read: await outcome(() => fetch(`${origin}/api/preferences/get`)),
      readBlind: await outcome(() => fetch(`${origin}/api/preferences/get`, { mode: 'no-cors' })),
      write: await outcome(() =>
        fetch(`${origin}/api/preferences/set`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        }),
      ),
      writeBlind: await outcome(() =>
        fetch(`${origin}/api/preferences/set`, { method: 'POST', body, mode: 'no-cors' }),
      ),
      door: await outcome(() => fetch(`${origin}/door`, { method: 'POST', body: '{"code":"guess"}', mode: 'no-cors' })),
      page: await outcome(() => fetch(`${origin}/`)),
      socket: await socket(),
      framed: await framed(),
    };
  }, target);
}

test('a page on another port of this computer gets nothing', async ({ hubdesk, browser }) => {
  const origin = new URL(hubdesk.page.url()).origin;
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${attackerPort}/`);
  const got = await attack(page, origin);
  expect(got).toMatchObject({
    read: 'refused',
    write: 'refused',
    page: 'refused',
    socket: 'refused',
    framed: 'closed',
  });
  await page.context().close();
  await expect(hubdesk.page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
});

test('a name rebound to this computer gets nothing, though the browser calls it the same origin', async ({
  hubdesk,
  browser,
}) => {
  const { port } = new URL(hubdesk.page.url());
  const rebound = `http://rebound.test:${port}`;
  const page = await (await browser.newContext()).newPage();
  // The page itself is refused, so the attack runs on what the refusal shows.
  const answer = await page.goto(`${rebound}/`);
  expect(answer?.status()).toBe(421);
  const got = await attack(page, rebound);
  expect(got).toMatchObject({ read: 421, write: 421, page: 421, socket: 'refused' });
  await page.context().close();
});

test('the code of the address is gone from it at once, and worth nothing a second time', async ({
  hubdesk,
  browser,
}) => {
  const entry = /Hubdesk is ready: (\S+)/.exec(hubdesk.output())?.[1] ?? '';
  expect(entry).toContain('#code=');
  expect(hubdesk.page.url()).not.toContain('code=');
  expect(await hubdesk.page.evaluate(() => JSON.stringify(history.state) + document.cookie)).not.toContain('code=');
  const second = await (await browser.newContext()).newPage();
  await second.goto(entry);
  await expect(second.getByText('This link was used already')).toBeVisible();
  await second.context().close();
});
