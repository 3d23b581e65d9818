// Which names are one name to a disk that forgets case or how an accent is written.
import { twinKey } from '../../files/system-names.ts';

/** For each path that equals another but for case or Unicode form, that other one. */
export function twinNames(paths: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  const twins = new Map<string, string>();
  for (const path of paths) {
    const key = twinKey(path);
    const other = first.get(key);
    if (other === undefined) first.set(key, path);
    else {
      twins.set(path, other);
      if (!twins.has(other)) twins.set(other, path);
    }
  }
  return twins;
}
