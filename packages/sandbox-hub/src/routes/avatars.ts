// `GET /avatars/<name>.svg`: a round picture with the initials of an account or organization, drawn from its name.
import type { HubContext } from '../hub-context.ts';
import { hash32 } from '../ids.ts';
import { Refusal } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';

export function avatarRoutes({ store }: HubContext): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/avatars/:file',
      answer: ({ params }) => {
        const [, name] = /^([\w.-]{1,96})\.svg$/.exec(params.file ?? '') ?? [];
        if (name === undefined) throw new Refusal(404, 'Not found');
        const fullname = store.account(name)?.fullname ?? store.org(name)?.fullname ?? name;
        return {
          status: 200,
          headers: {
            'content-type': 'image/svg+xml; charset=utf-8',
            'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
            'cache-control': 'public, max-age=86400',
          },
          body: drawing(name, initialsOf(fullname)),
        };
      },
    },
  ];
}

function initialsOf(fullname: string): string {
  const words = fullname.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0]?.[0], words.at(-1)?.[0]] : [words[0]?.slice(0, 2)];
  return letters.join('').toUpperCase();
}

function drawing(name: string, initials: string): string {
  const hue = hash32(name) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96" role="img" aria-label="${initials}">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 65% 62%)"/><stop offset="1" stop-color="hsl(${(hue + 50) % 360} 60% 42%)"/></linearGradient></defs>
<rect width="96" height="96" rx="48" fill="url(#g)"/>
<text x="48" y="50" fill="#fff" font-family="system-ui, sans-serif" font-size="38" font-weight="600" text-anchor="middle" dominant-baseline="central">${initials}</text>
</svg>
`;
}
