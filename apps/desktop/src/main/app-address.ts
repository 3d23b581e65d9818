// The page's own address. Everything that asks "is this us?" asks here.

export const appScheme = 'app';
export const appOrigin = 'app://bundle';
export const appUrl = `${appOrigin}/`;

/** Parsed, not matched: only our scheme and host, with no user, password or port. */
export function isAppUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    url.protocol === `${appScheme}:` &&
    url.host === 'bundle' &&
    url.username === '' &&
    url.password === ''
  );
}
