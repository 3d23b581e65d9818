// What is typed above a folder's list is a word to filter by, or a path to go to.

/** Whether this begins as only an absolute path does: `/home`, `C:\Users`, `\\server`. */
export function isPath(text: string): boolean {
  return /^(?:\/|\\\\|[a-z]:[\\/])/i.test(text.trim());
}

/** The folder a path lies in, or null at a root. */
export function folderOf(path: string): string | null {
  const plain = path.trim().replace(/(?<=[^:\\/])[\\/]+$/, '');
  const cut = Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\'));
  if (cut < 0 || cut === plain.length - 1) return null;
  const isRoot = cut === 0 || /^[a-z]:$/i.test(plain.slice(0, cut));
  return plain.slice(0, isRoot ? cut + 1 : cut);
}
