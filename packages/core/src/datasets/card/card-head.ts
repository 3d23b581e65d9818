// The YAML head of a dataset's card: only what we know is set; the order, the
// comments and the keys of whoever wrote it stay. What we write reads the same
// for YAML 1.1 readers, to whom a bare `no` is not Norwegian.
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { splits as splitNames } from '@hubdesk/shared/datasets/check-report';
import { licenses } from '@hubdesk/shared/datasets/licenses';
import { Document, isMap, isScalar, isSeq, parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { DraftDescription } from './draft-description.ts';
import { sizeCategory } from './size-category.ts';

/** `head`: of the card that is there, without its dashes; null for a new one. */
export function cardHead(
  head: string | null,
  answers: CardAnswers,
  description: DraftDescription,
): { head: string; warnings: string[] } {
  const warnings: string[] = [];
  const card = open(head, warnings);
  const title = oneLine(answers.title);
  if (title !== '') card.set('pretty_name', plain(title));
  setLicense(card, answers.license, warnings);
  if (answers.languages.length > 0) card.set('language', list(answers.languages));
  addTo(card, 'task_categories', ['text-generation']);
  if (answers.tags.length > 0) addTo(card, 'tags', answers.tags.map(oneLine).filter(Boolean));
  card.set('size_categories', list([sizeCategory(description.splits.reduce((sum, { rows }) => sum + rows, 0))]));
  setConfig(card, description, warnings);
  return { head: card.toString({ lineWidth: 0 }), warnings };
}

function open(head: string | null, warnings: string[]): Document {
  if (head === null || head.trim() === '') return new Document({});
  const card = parseDocument(head);
  if (card.errors.length === 0 && isMap(card.contents)) return card;
  // A head of comments alone has nothing to lose but them.
  if (card.errors.length > 0 || card.contents !== null) {
    warnings.push('The head of the card could not be read as YAML, so it is written anew. The text below it stays.');
  }
  return new Document({});
}

function setLicense(card: Document, license: string, warnings: string[]): void {
  const before = card.get('license');
  if (typeof before === 'string' && before !== license) {
    warnings.push(`The card said the licence is ${before}; now it says ${license}.`);
  }
  card.set('license', plain(license));
  if (license === 'other' && !card.has('license_name')) {
    warnings.push(
      'The licence is “other”: put its text into a file named LICENSE in the repository, and its name into the card as license_name.',
    );
  }
  if (license === 'unknown') warnings.push('Without a licence nobody else may use the dataset.');
  if (!licenses.some(({ id }) => id === license)) warnings.push(`The Hub does not know a licence named ${license}.`);
}

function addTo(card: Document, key: string, values: readonly string[]): void {
  const there = card.get(key);
  if (!isSeq(there)) {
    const single = typeof there === 'string' ? [there] : [];
    card.set(key, list([...new Set([...single, ...values])]));
    return;
  }
  const known = new Set(there.items.map((item) => (isScalar(item) ? item.value : item)));
  for (const value of values) if (!known.has(value)) there.add(plain(value));
}

/** Our files are the configuration `default`; others that are there stay. */
function setConfig(card: Document, { splits }: DraftDescription, warnings: string[]): void {
  const files = new YAMLSeq();
  for (const split of splitNames) {
    const paths = splits.filter((each) => each.split === split).map(({ path }) => literalPath(path));
    const [only, ...more] = paths;
    if (only === undefined) continue;
    const entry = new YAMLMap();
    entry.set('split', split);
    entry.set('path', more.length === 0 ? plain(only) : list(paths));
    files.add(entry);
  }
  const configs = card.get('configs');
  const known = isSeq(configs)
    ? configs.items.find((item): item is YAMLMap => isMap(item) && item.get('config_name') === 'default')
    : undefined;
  if (known) {
    known.set('data_files', files);
    known.delete('data_dir');
  } else {
    const config = new YAMLMap();
    config.set('config_name', 'default');
    config.set('data_files', files);
    if (isSeq(configs)) configs.items.unshift(config);
    else {
      const all = new YAMLSeq();
      all.add(config);
      card.set('configs', all);
    }
  }
  if (forgetOldCounts(card)) {
    warnings.push(
      'The card counted the rows of earlier files (dataset_info). That is left out now, because loading would fail where it no longer holds.',
    );
  }
}

/** `datasets` refuses to load what `dataset_info` counted differently. */
function forgetOldCounts(card: Document): boolean {
  const told = card.get('dataset_info');
  const isOurs = (item: unknown) => isMap(item) && (item.get('config_name') ?? 'default') === 'default';
  if (isMap(told) && isOurs(told)) return card.delete('dataset_info');
  if (!isSeq(told)) return false;
  const kept = told.items.filter((item) => !isOurs(item));
  if (kept.length === told.items.length) return false;
  told.items = kept;
  if (kept.length === 0) card.delete('dataset_info');
  return true;
}

/** In `data_files`, paths are patterns. */
function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

function list(values: readonly string[]): YAMLSeq {
  const seq = new YAMLSeq();
  for (const value of values) seq.add(plain(value));
  return seq;
}

function plain(value: string): Scalar {
  const scalar = new Scalar(value);
  const { errors, contents } = parseDocument(value, { version: '1.1' });
  if (errors.length > 0 || !isScalar(contents) || contents.value !== value) scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
