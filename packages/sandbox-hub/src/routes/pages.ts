// The few web pages that a program links a person to (token settings, billing, a gated model): a plain page
// that says what would be there. Nothing can be done on them.
import type { HubContext } from '../hub-context.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import { pagePath } from '../repos/repo-types.ts';

const PAGES: Readonly<Record<string, string>> = {
  '/settings/tokens': 'On the real Hub you make, change and revoke your access tokens here.',
  '/settings/tokens/new': 'On the real Hub you make a new access token here and tick what it may do.',
  '/settings/billing': 'On the real Hub you see your credits here and buy more.',
  '/settings/inference-providers': 'On the real Hub you order your inference providers here.',
  '/pricing': 'On the real Hub you compare the plans here.',
};

export function pageRoutes({ store, repos }: HubContext): Route[] {
  return [
    ...Object.entries(PAGES).map(([pattern, text]): Route => ({
      method: 'GET',
      pattern,
      answer: () => page(200, pattern, text),
    })),
    ...(['dataset', 'bucket'] as const).map((type): Route => ({
      method: 'GET',
      pattern: pagePath(type, ':namespace/:name'),
      answer: ({ params }) => {
        const repo = repos.find(type, `${params.namespace}/${params.name}`);
        if (!repo || repo.facts.visibility === 'private')
          return page(404, 'Not found', `The Sandbox has no such ${type}.`);
        return page(200, repo.facts.name, `On the real Hub you look at this ${type} here.`);
      },
    })),
    {
      method: 'GET',
      pattern: '/:namespace/:name',
      answer: ({ params }) => {
        const model = store.catalogue.find(`${params.namespace}/${params.name}`);
        if (!model || model.private) return page(404, 'Not found', 'The Sandbox has no such model.');
        const access = model.gated ? ' You would also accept its conditions and ask for access here.' : '';
        return page(200, model.id, `On the real Hub you read the card of this model here.${access}`);
      },
    },
  ];
}

function page(status: number, title: string, text: string): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · Sandbox Hub</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}</style></head>
<body><p>Sandbox Hub</p><h1>${title}</h1><p>${text}</p></body></html>
`,
  };
}
