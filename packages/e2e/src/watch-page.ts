// Notes everything a page does that a journey must not see: errors, violations
// of the content policy, and requests to anywhere but its own host.
import type { Page } from '@playwright/test';

export function watchPage(
  page: Page,
  ownOrigins: readonly string[],
): { problems: string[]; outsideRequests: string[] } {
  const problems: string[] = [];
  const outsideRequests: string[] = [];
  // A refused policy is an error on the console too.
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!ownOrigins.includes(origin) && protocol !== 'data:' && protocol !== 'blob:' && protocol !== 'app:')
      outsideRequests.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (!ownOrigins.includes(new URL(socket.url()).origin.replace(/^ws/, 'http'))) outsideRequests.push(socket.url());
  });
  return { problems, outsideRequests };
}
