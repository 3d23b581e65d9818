// The model that the head of a README names, replaced where it stands: everything else that a person wrote there, spaces
// and comments too, stays to the byte. Refuses a head that is no YAML.
import { AppError } from '@hubdesk/shared/errors';
import { isMap, isScalar, isSeq, parseDocument, type Scalar } from 'yaml';

/** With its own line feeds: the opening, what is YAML, and the rest. */
const headed = /^(\uFEFF?---[^\S\r\n]*\r?\n)([\s\S]*?)(^---[^\S\r\n]*(?:\r?\n|$)[\s\S]*)/m;

/**
 * The README that names `model` in the place of `was`, or of the first it names; where it names none, as the last thing of
 * the head. The same text where it names `model` already, or has no head. Throws INVALID_INPUT where that cannot be done
 * without guessing.
 */
export function withCardModel(readme: string, was: string | null, model: string): string {
  const [, opening, yaml, rest] = headed.exec(readme) ?? [];
  if (opening === undefined || yaml === undefined || rest === undefined) return readme;
  const document = parseDocument(yaml);
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    throw unfit(`The head of README.md is no YAML${line === undefined ? '' : `, in line ${line + 1}`}. Mend it first.`);
  }
  if (document.contents !== null && !isMap(document.contents))
    throw unfit('The head of README.md is no list of names and values. Mend it first.');
  const models: unknown = document.get('models', true);
  const eol = opening.endsWith('\r\n') ? '\r\n' : '\n';
  const put = (text: string, start: number, end = start) =>
    `${opening}${yaml.slice(0, start)}${text}${yaml.slice(end)}${rest}`;
  if (models === undefined) {
    const before = yaml === '' || yaml.endsWith('\n') ? '' : eol;
    return put(`${before}models:${eol}- ${model}${eol}`, yaml.length);
  }
  if (isScalar(models) && models.value === null && models.range) return put(`${eol}- ${model}`, models.range[0]);
  if (isSeq(models) && models.items.length === 0 && models.range) {
    return put(`[${model}]`, models.range[0], models.range[1]);
  }
  const named = scalarsIn(models);
  if (named.some(({ value }) => value === model)) return readme;
  const old = named.find(({ value }) => value === was) ?? named[0];
  if (!old?.range) throw unfit('“models” at the head of README.md names no model. Mend it first.');
  const [start, end] = old.range;
  const mark = /^["']/.exec(yaml.slice(start, end))?.[0] ?? '';
  return put(`${mark}${model}${mark}`, start, end);
}

function scalarsIn(node: unknown): Scalar<string>[] {
  const items = isSeq(node) ? node.items : [node];
  return items.filter((item): item is Scalar<string> => isScalar(item) && typeof item.value === 'string');
}

function unfit(reason: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', reason, { field: 'README.md', reason });
}
