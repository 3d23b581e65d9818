/** Where in the app a Space's page is, for a `Link` or `navigate`. Every Space has a namespace. */
export function spacePlace(id: string) {
  const slash = id.indexOf('/');
  return {
    to: '/spaces/hub/$namespace/$name',
    params: { namespace: id.slice(0, slash), name: id.slice(slash + 1) },
  } as const;
}
