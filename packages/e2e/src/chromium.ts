// The Chromium that journeys and benches drive, kept from talking to anybody.
import { chromium, type Browser } from '@playwright/test';

export const chromiumPath = process.env['HUBDESK_CHROMIUM'] ?? '/usr/bin/chromium';

export const quietly = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For benches, which are no Playwright tests. */
export function launchChromium(...further: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: [...quietly, ...further] });
}
