// Where in the app a dataset's page is. Some old datasets have no namespace; the
// address then has a `_`, which no namespace can be.

/** For a `Link` or `navigate`. */
export function datasetPlace(id: string) {
  const slash = id.indexOf('/');
  const params =
    slash < 0 ? { namespace: '_', name: id } : { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
  return { to: '/datasets/hub/$namespace/$name', params } as const;
}

/** The dataset an address names. */
export function datasetAt({ namespace, name }: { namespace: string; name: string }): string {
  return namespace === '_' ? name : `${namespace}/${name}`;
}
