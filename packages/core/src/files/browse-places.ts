// Where a person usually keeps files, and where they last looked. The second
// is kept in memory only: it is nobody's business tomorrow.
import { stat } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';

export interface Place {
  name: string;
  path: string;
}

const mostRecent = 4;

export interface BrowsePlaces {
  /** Those that are there: home, its usual folders, the root, then the last ones looked at. */
  list(): Promise<Place[]>;
  /** Remembers a folder as looked at; one that only led there is forgotten. */
  visit(folder: string): void;
}

export function createBrowsePlaces(home: string): BrowsePlaces {
  let recent: string[] = [];
  const { root } = parse(home);
  const usual: Place[] = [
    { name: 'Home', path: home },
    ...['Desktop', 'Documents', 'Downloads'].map((name) => ({ name, path: join(home, name) })),
    { name: root, path: root },
  ];
  return {
    async list() {
      const places = [...usual, ...recent.map((path) => ({ name: basename(path), path }))];
      const there = await Promise.all(places.map(({ path }) => isFolder(path)));
      return places.filter((_, index) => there[index]);
    },
    visit(folder) {
      if (usual.some(({ path }) => path === folder)) return;
      recent = [folder, ...recent.filter((path) => path !== folder && path !== dirname(folder))].slice(0, mostRecent);
    },
  };
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}
