// Which addresses may leave for the person's browser, and how they are read:
// parsed once, https only, no credentials, and a host that is on the list
// or that the person has seen and agreed to.
import { providerRegistry } from '@hubdesk/shared/providers/registry';

/** The Hub's own pages and the help pages of the providers. */
const knownHosts: ReadonlySet<string> = new Set([
  'huggingface.co',
  'hf.co',
  ...Object.values(providerRegistry).map((provider) => new URL(provider.helpUrl).host),
]);

export type OutsideLink =
  | { verdict: 'open'; url: string }
  /** `host` is in ASCII, so that look-alike letters show. */
  | { verdict: 'ask'; url: string; host: string }
  | { verdict: 'refuse' };

export function judgeOutsideLink(text: string): OutsideLink {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || text.includes('\\'))
    return { verdict: 'refuse' };
  return knownHosts.has(url.host)
    ? { verdict: 'open', url: url.href }
    : { verdict: 'ask', url: url.href, host: url.host };
}
