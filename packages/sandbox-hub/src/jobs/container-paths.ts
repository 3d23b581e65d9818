// A job thinks that it runs in a container, with its volumes at absolute paths. Here it does not: in what it is given
// to run, the container's paths are rewritten to the real folders, and in what it says, back again.
// A path is only one where a path can start, so `https://host/data` and `/database` are left alone for `/data`.

export interface ContainerPaths {
  /** Rewrites every path of the container in a text to the real one. */
  toReal(text: string): string;
  /** Rewrites real folders in a line of output to the container's. */
  toContainer(line: string): string;
}

/** `mounts` maps absolute paths in the container to real folders. */
export function containerPaths(mounts: ReadonlyMap<string, string>): ContainerPaths {
  // The longest first: a volume may be mounted inside another.
  const inside = [...mounts].sort(([a], [b]) => b.length - a.length);
  const outside = [...mounts].sort(([, a], [, b]) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w./~-])(${inside.map(([path]) => escaped(path)).join('|')})(?![\\w.-])`, 'g');
  return {
    toReal: (text) => (inside.length === 0 ? text : text.replace(pattern, (path) => mounts.get(path) ?? path)),
    toContainer: (line) => {
      let told = line;
      for (const [path, folder] of outside) if (told.includes(folder)) told = told.replaceAll(folder, path);
      return told;
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
