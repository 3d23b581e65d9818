// Which names of files the Hub or Windows refuses, so that a dataset can be
// taken anywhere; and which names are one name to a disk that forgets case.

const windowsDevices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;
const windowsCharacters = /[<>:"|?*\\]/;
const controlCharacters = /\p{Cc}/u;
const longestSegmentBytes = 255;

/**
 * Why a relative path with `/` is refused somewhere, in words, or null.
 * Sources: `_commit_api._validate_path_in_repo` of huggingface_hub, and "Naming Files, Paths, and Namespaces" of Microsoft.
 */
export function refusedName(path: string): string | null {
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') return 'the Hub takes no empty or dotted names';
    if (segment.toLowerCase() === '.git') return 'the Hub takes nothing named .git';
    if (segment.includes('\uFFFD')) return 'it is not written in Unicode';
    if (controlCharacters.test(segment)) return 'it holds a character that cannot be seen';
    if (windowsCharacters.test(segment)) return 'Windows knows no names with \\ : * ? " < > |';
    if (/[. ]$/.test(segment)) return 'Windows knows no names that end with a dot or a space';
    if (windowsDevices.test(segment)) return `${segment} is a device to Windows`;
    if (Buffer.byteLength(segment) > longestSegmentBytes) return 'it is longer than 255 bytes';
  }
  return null;
}

/** For each path that equals another but for case or Unicode form, that other one. */
export function twinNames(paths: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  const twins = new Map<string, string>();
  for (const path of paths) {
    const folded = path.normalize('NFC').toLowerCase();
    const other = first.get(folded);
    if (other === undefined) first.set(folded, path);
    else {
      twins.set(path, other);
      if (!twins.has(other)) twins.set(other, path);
    }
  }
  return twins;
}
