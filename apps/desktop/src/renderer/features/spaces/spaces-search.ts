// What the address of the Spaces' home says. Reads whatever somebody typed
// there; never throws.
export const spaceGroups = ['running', 'moving', 'idle', 'trouble'] as const;
/** Stages that are alike for a person: it answers, it will soon, it rests, it does not get up. */
export type SpaceGroup = (typeof spaceGroups)[number];

export const spacesSorts = ['changed', 'name', 'cost'] as const;
export type SpacesSort = (typeof spacesSorts)[number];

/** Left out: everything, what was changed last first. */
export interface SpacesSearch {
  q?: string;
  /** The namespace whose Spaces are shown. */
  of?: string;
  is?: SpaceGroup;
  sort?: SpacesSort;
}

export function parseSpacesSearch({ q, of, is, sort }: Record<string, unknown>): SpacesSearch {
  const known = { is: spaceGroups.find((each) => each === is), sort: spacesSorts.find((each) => each === sort) };
  return {
    ...(textOf(q) !== '' && { q: textOf(q) }),
    ...(textOf(of) !== '' && { of: textOf(of) }),
    ...(known.is && { is: known.is }),
    ...(known.sort && known.sort !== 'changed' && { sort: known.sort }),
  };
}

/** An address is read as JSON, so a number that was typed comes back as one. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';
}
