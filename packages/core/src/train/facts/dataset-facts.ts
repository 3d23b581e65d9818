// What there is to know of a dataset before something is trained on it: its parts,
// and what its first rows are for a trainer, by the judge that Datasets has.
import { bestVerdict } from '@hubdesk/shared/datasets/best-verdict';
import type { Verdict } from '@hubdesk/shared/datasets/check-report';
import type { DatasetPart } from '@hubdesk/shared/datasets/dataset';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { neededColumns } from '@hubdesk/shared/datasets/row-format';
import type { RowFormat } from '@hubdesk/shared/datasets/training-format';
import { AppError } from '@hubdesk/shared/errors';
import { datasetChoice } from '@hubdesk/shared/train/default-config';
import { rowFormatsOf, type RunMethod, runMethods } from '@hubdesk/shared/train/methods';
import type { DatasetFacts } from '@hubdesk/shared/train/run-facts';
import { judgeMethods } from '../../datasets/judge/judge-methods.ts';
import { factsOfRow } from '../../datasets/scan/facts-of-row.ts';
import type { Secret } from '../../secrets/secret.ts';

export interface ReadCall {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

/** The parts and rows of a dataset on a Hub, wherever they come from. */
export interface DatasetReader {
  parts(dataset: string, call: ReadCall): Promise<DatasetPart[]>;
  values(
    wish: { dataset: string; config: string; split: string; from: number; count: number },
    call: ReadCall,
  ): Promise<{ values: unknown[]; total: number | null }>;
}

/** As many as the Hub's viewer gives at once. */
export const pageRows = 100;

interface Read {
  facts: DatasetFacts;
  /** Never null, as the Hub's parts are named: `default`. */
  config: string;
}

/** Rejects with NOT_FOUND for a dataset, configuration or data that are not there, and with GATED. */
export async function readDatasetFacts(
  given: { dataset: string; config: string | null; hubUrl: string; reader: DatasetReader; drafts: readonly Draft[] },
  call: ReadCall,
): Promise<Read> {
  const { dataset, hubUrl, reader, drafts } = given;
  const parts = await reader.parts(dataset, call);
  const configs = [...new Set(parts.map(({ config }) => config))];
  const [first] = configs;
  if (first === undefined) throw new AppError('NOT_FOUND', `${dataset} has no rows that can be read.`, { what: dataset });
  const config = given.config ?? (configs.includes('default') ? 'default' : first);
  if (!configs.includes(config))
    throw new AppError('NOT_FOUND', `${dataset} has no configuration ${config}: it has ${configs.join(', ')}.`, {
      what: config,
    });
  const splits = parts.filter((part) => part.config === config).map(({ split, rows }) => ({ split, rows }));
  const start: DatasetFacts = {
    dataset,
    url: `${hubUrl}/datasets/${dataset}`,
    // `load_dataset` needs no name where there is only one or a default.
    config: configs.length === 1 || config === 'default' ? null : config,
    configs,
    splits,
    columns: [],
    formats: [],
    problem: null,
    averageCharacters: null,
    draft: drafts.find(({ origin }) => origin.kind === 'hub' && origin.dataset === dataset && (origin.config ?? config) === config)?.id ?? null,
  };
  const { train } = datasetChoice(start);
  const { values, total } = await reader.values({ dataset, config, split: train, from: 0, count: pageRows }, call);
  const counted = splits.map((each) => (each.split === train && each.rows === null ? { ...each, rows: total } : each));
  return { facts: { ...start, splits: counted, ...judged(values, total) }, config };
}

/** What rows of a dataset are, from the first of them. */
function judged(
  values: readonly unknown[],
  total: number | null,
): Pick<DatasetFacts, 'columns' | 'formats' | 'problem' | 'averageCharacters'> {
  const records = values.filter((value): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value));
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const verdicts = verdictsOn(records, total !== null && total <= values.length);
  const formats = formatsFrom(verdicts);
  return {
    columns,
    formats,
    problem: formats.length > 0 ? null : problemOf(verdicts, records.length),
    averageCharacters:
      records.length === 0
        ? null
        : Math.round(records.reduce((sum, record) => sum + charactersOf(record, formats[0] ?? null), 0) / records.length),
  };
}

function verdictsOn(sample: readonly unknown[], done: boolean): Verdict[] {
  const faults = sample.map((row) => factsOfRow(row, JSON.stringify(row)).faults.map(({ kind }) => kind));
  const rowsWith = (kinds: readonly RowProblem[]) => faults.filter((each) => each.some((kind) => kinds.includes(kind))).length;
  const kinds = [...new Set(faults.flat())];
  return judgeMethods({
    rows: sample.length,
    done: done || sample.length === 0,
    problems: kinds.map((kind) => ({ kind, count: rowsWith([kind]) })),
    rowsWith,
    rowsHaving: (columns) =>
      sample.filter((row) => typeof row === 'object' && row !== null && columns.every((column) => column in row)).length,
    sample,
    unreadableFiles: [],
    plan: { mapping: null, dropped: [] },
  });
}

/** Those that trainers take as they are, the one that says most of the rows first. */
function formatsFrom(verdicts: readonly Verdict[]): RowFormat[] {
  const ready = verdicts.filter(({ method, state, mapping }) => isRunMethod(method) && state === 'ready' && mapping === null);
  const best = bestVerdict(ready)?.format;
  const formats = ready.flatMap(({ format }) => (format === null ? [] : [format]));
  return [...new Set([...(best ? [best] : []), ...formats])].filter((format) => runMethods.some((method) => rowFormatsOf[method].includes(format)));
}

function isRunMethod(method: string): method is RunMethod {
  return runMethods.some((each) => each === method);
}

function problemOf(verdicts: readonly Verdict[], rows: number): string {
  if (rows === 0) return 'It has no rows.';
  const best = bestVerdict(verdicts.filter(({ method }) => isRunMethod(method)));
  if (best?.state === 'needs-mapping') return `${best.reason} Open it in Datasets and upload it as mapped.`;
  return `${best?.reason ?? 'Nothing trains on rows like these.'} Open it in Datasets to see why.`;
}

/** Of the texts that a trainer reads. */
function charactersOf(record: Record<string, unknown>, format: RowFormat | null): number {
  const read = format === null ? Object.keys(record) : [...neededColumns[format], ...(format === 'preference' ? ['prompt'] : [])];
  return read.reduce((sum, column) => sum + textLength(record[column]), 0);
}

function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + textLength(each), 0);
}
