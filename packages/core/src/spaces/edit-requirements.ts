// Small edits to the text of a requirements.txt that leave everything else in it as it is. Takes names of packages and
// nothing else: what a log says can neither add a line of its own nor an option of pip.

const requirement = /^(\s*)([A-Za-z0-9][A-Za-z0-9._-]*)(\s*\[[^\]]*\])?(\s*[<>=!~][^;#]*?)?(\s*(?:[;#].*)?)$/;
const narrowing = /={2,3}|~=|<|!=/;

/** What an index takes as a name (PEP 508). */
export function isPackageName(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/.test(text);
}

/** `Scikit_Learn` and `scikit-learn` are one package (PEP 503). */
export function samePackage(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

/** With one package more; null where it is there already or is no name. */
export function withPackage(text: string, name: string): string | null {
  if (!isPackageName(name) || lineOfPackage(text, name) !== null) return null;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${name}\n`;
}

/** With no version asked for of these packages, where one was that others may not fit; null where nothing was. */
export function withoutPins(text: string, names: readonly string[]): string | null {
  return changed(text, (line) => {
    const [, indent = '', name = '', extras = '', version = '', rest = ''] = requirement.exec(line) ?? [];
    const isMeant = names.some((each) => samePackage(each, name)) && narrowing.test(version);
    return isMeant ? `${indent}${name}${extras}${rest}` : line;
  });
}

/** With `right` for `wrong`, without its version, which was another package's; null where `wrong` is not there. */
export function withPackageInstead(text: string, wrong: string, right: string): string | null {
  if (!isPackageName(right)) return null;
  return changed(text, (line) => {
    const [, indent = '', name = '', , , rest = ''] = requirement.exec(line) ?? [];
    return name !== '' && samePackage(name, wrong) ? `${indent}${right}${rest}` : line;
  });
}

/** Without the lines that ask for it; null where none does. */
export function withoutPackage(text: string, name: string): string | null {
  const lines = text.split('\n');
  const kept = lines.filter((line) => {
    const [, , found] = requirement.exec(line.replace(/\r$/, '')) ?? [];
    return found === undefined || !samePackage(found, name);
  });
  return kept.length === lines.length ? null : kept.join('\n');
}

/** From 1; null where it is not there. */
export function lineOfPackage(text: string, name: string): number | null {
  const at = text.split(/\r?\n/).findIndex((line) => {
    const [, , found] = requirement.exec(line) ?? [];
    return found !== undefined && samePackage(found, name);
  });
  return at < 0 ? null : at + 1;
}

function changed(text: string, edit: (line: string) => string): string | null {
  const after = text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? `${edit(line.slice(0, -1))}\r` : edit(line)))
    .join('\n');
  return after === text ? null : after;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
