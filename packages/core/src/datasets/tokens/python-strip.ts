// `strip`, `lstrip`, `rstrip` and the filter `trim` as Python has them. The
// template library ignores which characters they are to take away, and its white
// space is JavaScript's; Qwen's templates then lose the indentation of code.

const spaces = ' \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

function strip(side: 'both' | 'left' | 'right'): (text: unknown, characters?: unknown) => string {
  return (text, characters) => {
    if (text === undefined) return '';
    if (typeof text !== 'string') throw new Error('Only a text can be stripped');
    const taken = new Set(typeof characters === 'string' ? characters : spaces);
    const letters = [...text];
    let [start, end] = [0, letters.length];
    if (side !== 'right') while (start < end && taken.has(letters[start] ?? '')) start += 1;
    if (side !== 'left') while (end > start && taken.has(letters[end - 1] ?? '')) end -= 1;
    return letters.slice(start, end).join('');
  };
}

/** What a template that went through `replaceStripCalls` needs among its variables. */
export const stripFunctions = { python_strip: strip('both'), python_lstrip: strip('left'), python_rstrip: strip('right') };

const methods = new Map([
  ['strip', 'python_strip'],
  ['lstrip', 'python_lstrip'],
  ['rstrip', 'python_rstrip'],
]);

/** Changes a parsed template in place: every such call becomes one of `stripFunctions`. */
export function replaceStripCalls(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(replaceStripCalls);
  if (!isNode(node)) return;
  for (const child of Object.values(node)) replaceStripCalls(child);
  if (node['type'] === 'CallExpression' && isNode(node['callee'])) {
    const { type, computed, object, property } = node['callee'];
    const name = type === 'MemberExpression' && computed === false && isNode(property) ? methods.get(String(property['value'])) : undefined;
    if (name) Object.assign(node, { callee: identifier(name), args: [object, ...(Array.isArray(node['args']) ? node['args'] : [])] });
  }
  if (node['type'] === 'FilterExpression' && isNode(node['filter']) && node['filter']['type'] === 'Identifier' && node['filter']['value'] === 'trim') {
    Object.assign(node, { type: 'CallExpression', callee: identifier('python_strip'), args: [node['operand']] });
  }
}

function identifier(value: string) {
  return { type: 'Identifier', value };
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Map);
}
