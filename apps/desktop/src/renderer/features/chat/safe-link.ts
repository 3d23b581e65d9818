// Which addresses in an answer may become links: the web's, without a login in
// them. Everything else stays text.

export interface SafeLink {
  href: string;
  host: string;
}

export function safeLink(href: unknown): SafeLink | null {
  if (typeof href !== 'string' || !/^https?:\/\//i.test(href) || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.username !== '' || url.password !== '') return null;
  return { href: url.href, host: url.host };
}

/** Whether the words of a link already tell its host, so that it need not be said twice. */
export function tellsHost(words: string, { host }: SafeLink): boolean {
  const said = /^(?:https?:\/\/)?([^/?#\s]+)(?:[/?#]|$)/i.exec(words.trim())?.[1];
  return said === host;
}
