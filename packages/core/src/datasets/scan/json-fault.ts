// Why a row is not JSON, in words for a person.

/** The codes are those of `scanner.as`. */
const reasons: Readonly<Record<number, string>> = {
  1: 'it breaks off',
  2: 'a text is not closed',
  3: 'a line break or another control character inside a text has to be written as an escape such as \\n',
  4: 'this is no escape that JSON knows',
  5: 'this is no number that JSON knows',
  6: 'this is no value that JSON knows',
  7: 'a name in double quotes is missing',
  8: 'a colon is missing',
  9: 'a comma or a closing bracket is missing',
  10: 'a comma stands before the closing bracket',
  11: 'something stands behind the end of the row',
};

/** `before` is the text in front of the fault, `after` what stands there. */
export function wordJsonFault(code: number, before: string, after: string): string {
  const word = /^[A-Za-z]{2,12}/.exec(after)?.[0];
  const reason =
    (code === 6 && word && `${word} is not JSON`) ||
    (after.startsWith("'") && 'a single quote where JSON wants a double one') ||
    reasons[code];
  return `position ${before.length + 1}: ${reason ?? 'this is not JSON'}`;
}
