// The app of a Space in its frame, when it means harm: it tries what a page can
// do from there, with the press of a person behind it, and none of it may work.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from '@playwright/test';
import type { Launched } from '../src/launched.ts';
import { letAppsShow, putSpace } from '../src/space-steps.ts';
import { connect, goTo } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

let elsewhere: Server;
const asked: string[] = [];
test.beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('<title>Elsewhere</title>');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => void elsewhere.close());

/** A static Space of one page, its page in the app, and the frame that shows it. */
async function frameOf(launched: Launched): Promise<Frame> {
  const { page, hub } = launched;
  await putSpace(hub, 'trap', { 'index.html': '<h1>A trap</h1><input>' }, 'static');
  await letAppsShow(launched);
  await connect(page, hub.token);
  await goTo(page, '/spaces/hub/sandy/trap');
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'A trap' })).toBeVisible({ timeout: 20_000 });
  const frame = page.frames().find((each) => each.parentFrame() !== null);
  if (!frame) throw new Error('There is no frame');
  return frame;
}

test('an app in its frame reads nothing of the page and moves it nowhere', async ({ hubdesk }) => {
  const { page } = hubdesk;
  const frame = await frameOf(hubdesk);
  const address = page.url();
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  const own = new URL(address).origin;
  const outcome = await frame.evaluate(
    async ({ host, other }) => {
      const tried = (work: () => unknown) => {
        try {
          return work() ?? 'nothing';
        } catch {
          return 'refused';
        }
      };
      alert('A token, please');
      const { port1 } = new MessageChannel();
      parent.postMessage('hubdesk:port', '*', [port1]);
      return {
        read: tried(() => parent.document.title),
        bridge: tried(() => Reflect.get(parent, 'hubdesk')),
        own: 'hubdesk' in window,
        top: tried(() => {
          parent.location.href = other;
        }),
        opened: tried(() => window.open(other)),
        host: await fetch(`${host}/api/preferences/get`).then(
          () => 'answered',
          () => 'refused',
        ),
      };
    },
    { host: own, other: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/top` },
  );
  expect(outcome).toEqual({
    read: 'refused',
    bridge: 'refused',
    own: false,
    top: 'refused',
    opened: 'nothing',
    host: 'refused',
  });
  await frame.evaluate(() => history.back());
  await expect(page.getByRole('heading', { level: 1, name: 'trap' })).toBeVisible();
  expect(page.url()).toBe(address);
  expect(page.context().pages()).toHaveLength(1);
  expect(dialogs).toBe(0);
  expect(asked).not.toContain('/top');
});

test('the focus comes back from an app that takes it, and goes in by a press', async ({ hubdesk }) => {
  const { page } = hubdesk;
  const frame = await frameOf(hubdesk);
  const tab = page.getByRole('tab', { name: 'App' });
  await tab.focus();
  await frame.evaluate(() => document.querySelector('input')?.focus());
  await expect(tab).toBeFocused();
  // In the double the frame is a process of its own, and a made-up pointer in it is not told to the page around.
  if (hubdesk.kind === 'desktop') return;
  await page.frameLocator('iframe').locator('input').click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
});

test('a frame leads nowhere but to apps', async ({ hubdesk }) => {
  const frame = await frameOf(hubdesk);
  const refused = hubdesk.page.waitForEvent('console', (message) =>
    /frame-src|ERR_|Refused|violates/i.test(message.text()),
  );
  await frame.evaluate(() => {
    location.href = 'https://elsewhere.test/';
  });
  await refused;
  expect(hubdesk.page.frames().map((each) => each.url())).not.toContain('https://elsewhere.test/');
});
