// Goes through what was dropped, folder by folder, without ever holding more
// names than one reading gives: 100,000 files must not stop the page.

/** One file of a drop. `path` is relative to what was dropped, with `/`. */
export interface DroppedFile {
  path: string;
  open: () => Promise<File>;
}

/** A file or folder that was dropped; a bare file where it does not come from a file system. */
export type DropRoot = FileSystemEntry | File;

/**
 * What a drop holds. Must be called while its event is handled: afterwards a browser has emptied it. An empty list
 * where it holds no files.
 */
export function rootsOf(transfer: DataTransfer): readonly DropRoot[] {
  return [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
    .filter((root) => root !== null);
}

/** Files in the order the system lists them; folders after the files beside them, so that something arrives at once. */
export async function* walkEntries(roots: readonly DropRoot[]): AsyncGenerator<DroppedFile> {
  const folders: { folder: FileSystemDirectoryEntry; path: string }[] = [];
  for (const entry of roots) {
    if (entry instanceof File) yield { path: entry.name, open: async () => entry };
    else if (isFile(entry)) yield dropped(entry, entry.name);
    else if (isFolder(entry)) folders.push({ folder: entry, path: entry.name });
  }
  for (let at = folders.shift(); at; at = folders.shift()) {
    const { folder, path } = at;
    const reader = folder.createReader();
    // One reading gives a hundred at most; the end is an empty one.
    for (let page = await readPage(reader); page.length > 0; page = await readPage(reader)) {
      for (const entry of page) {
        if (isFile(entry)) yield dropped(entry, `${path}/${entry.name}`);
        else if (isFolder(entry)) folders.push({ folder: entry, path: `${path}/${entry.name}` });
      }
    }
  }
}

function dropped(entry: FileSystemFileEntry, path: string): DroppedFile {
  return { path, open: () => new Promise((resolve, reject) => entry.file(resolve, reject)) };
}

function readPage(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
