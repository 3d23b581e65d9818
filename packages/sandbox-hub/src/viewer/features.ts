// The type of each column, worked out from the values, in the words of the `datasets` library.

export type Feature =
  { dtype: string; _type: 'Value' } | { feature: Feature; _type: 'List' } | { [field: string]: Feature };

const value = (dtype: string): Feature => ({ dtype, _type: 'Value' });
const NOTHING = value('null');

export function featureOf(cell: unknown): Feature {
  if (cell === null || cell === undefined) return NOTHING;
  switch (typeof cell) {
    case 'string':
      return value('string');
    case 'boolean':
      return value('bool');
    case 'bigint':
      return value('int64');
    case 'number':
      return value(Number.isInteger(cell) ? 'int64' : 'float64');
    default:
  }
  if (cell instanceof Date) return value('timestamp[ms]');
  if (cell instanceof Uint8Array) return value('binary');
  if (Array.isArray(cell)) return { feature: cell.map(featureOf).reduce(wider, NOTHING), _type: 'List' };
  return Object.fromEntries(Object.entries(cell).map(([field, inner]) => [field, featureOf(inner)]));
}

/** The type that holds values of both. Values that do not go together become text. */
export function wider(a: Feature, b: Feature): Feature {
  if (isNothing(a)) return b;
  if (isNothing(b)) return a;
  if (isValue(a) && isValue(b)) {
    if (a.dtype === b.dtype) return a;
    const numbers = ['int64', 'float64'];
    return value(numbers.includes(a.dtype) && numbers.includes(b.dtype) ? 'float64' : 'string');
  }
  if (isList(a) && isList(b)) return { feature: wider(a.feature, b.feature), _type: 'List' };
  if (isStruct(a) && isStruct(b)) {
    const both = { ...a };
    for (const [field, feature] of Object.entries(b)) both[field] = both[field] ? wider(both[field], feature) : feature;
    return both;
  }
  return value('string');
}

function isValue(feature: Feature): feature is { dtype: string; _type: 'Value' } {
  return '_type' in feature && feature._type === 'Value';
}

function isList(feature: Feature): feature is { feature: Feature; _type: 'List' } {
  return '_type' in feature && feature._type === 'List';
}

function isStruct(feature: Feature): feature is { [field: string]: Feature } {
  return !isValue(feature) && !isList(feature);
}

function isNothing(feature: Feature): boolean {
  return isValue(feature) && feature.dtype === 'null';
}
