// Which rows have other columns, or other types in them, than most rows of their
// file: known only when all shapes are counted.
import type { RowPlace } from '@hubdesk/shared/datasets/check-report';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { maxExamples, maxListedRows, type FoundProblem } from './file-scan.ts';
import type { ColumnType, RowShape } from './row-facts.ts';
import type { RowRuns } from './scan-part.ts';

interface Shape {
  readonly columns: RowShape;
  readonly rows: number;
  readonly runs: RowRuns;
}

export interface DriftInput {
  readonly name: string;
  readonly shapes: readonly Shape[];
  /** Rows whose shape was not told apart: each differs from the others. */
  readonly other: { readonly rows: number; readonly runs: RowRuns };
  lineOf(row: number): number | null;
}

/** `type-differs` and `columns-differ`. A null goes with every type. */
export function judgeDrift({ name, shapes, other, lineOf }: DriftInput): FoundProblem[] {
  const rows = shapes.reduce((sum, shape) => sum + shape.rows, other.rows);
  const columns = usualColumns(shapes);
  const found: Record<'type-differs' | 'columns-differ', { shape: Pick<Shape, 'rows' | 'runs'>; detail: string }[]> = {
    'type-differs': [],
    'columns-differ': [],
  };
  for (const shape of shapes) {
    const wrongType = shape.columns.find(([column, type]) => type !== 'null' && type !== columns.get(column)?.type);
    if (wrongType) {
      const [column, type] = wrongType;
      found['type-differs'].push({
        shape,
        detail: `column “${shorten(column)}” is ${worded(type)}, mostly ${worded(columns.get(column)?.type ?? 'null')}`,
      });
    }
    const here = new Set(shape.columns.map(([column]) => column));
    const details = [
      ...[...columns]
        .filter(([column, usual]) => 2 * usual.rows > rows && !here.has(column))
        .map(([column]) => `“${shorten(column)}” is missing`),
      ...[...here]
        .filter((column) => 2 * (columns.get(column)?.rows ?? 0) <= rows)
        .map((column) => `“${shorten(column)}” is not in most rows`),
    ];
    if (details.length > 0) found['columns-differ'].push({ shape, detail: details.slice(0, 3).join(', ') });
  }
  if (other.rows > 0) found['columns-differ'].push({ shape: other, detail: 'columns of its own' });
  return (['type-differs', 'columns-differ'] as const).flatMap((kind) =>
    found[kind].length === 0 ? [] : [listed(kind, found[kind])],
  );

  function listed(
    kind: RowProblem,
    differing: readonly { shape: Pick<Shape, 'rows' | 'runs'>; detail: string }[],
  ): FoundProblem {
    const all = differing
      .flatMap(({ shape: { runs }, detail }) => pairsOf(runs).map(([from, end]) => ({ from, end, detail })))
      .sort((a, b) => a.from - b.from);
    const count = differing.reduce((sum, { shape }) => sum + shape.rows, 0);
    const listedRows = new Uint32Array(
      Math.min(
        maxListedRows,
        all.reduce((sum, { from, end }) => sum + end - from, 0),
      ),
    );
    const examples: RowPlace[] = [];
    let at = 0;
    for (const { from, end, detail } of all) {
      for (let row = from; row < end && at < listedRows.length; row += 1) {
        if (examples.length < maxExamples) examples.push({ file: name, row, line: lineOf(row), detail });
        listedRows[at] = row;
        at += 1;
      }
      if (at >= listedRows.length) break;
    }
    return { kind, count, examples, rows: listedRows };
  }
}

function usualColumns(shapes: readonly Shape[]): Map<string, { rows: number; type: ColumnType }> {
  const counts = new Map<string, { rows: number; types: Map<ColumnType, number> }>();
  for (const shape of shapes) {
    for (const [name, type] of shape.columns) {
      const column = counts.get(name) ?? { rows: 0, types: new Map<ColumnType, number>() };
      column.rows += shape.rows;
      if (type !== 'null') column.types.set(type, (column.types.get(type) ?? 0) + shape.rows);
      counts.set(name, column);
    }
  }
  return new Map(
    Array.from(counts, ([name, { rows, types }]) => {
      const [usual] = [...types].sort(([, a], [, b]) => b - a);
      return [name, { rows, type: usual?.[0] ?? 'null' }];
    }),
  );
}

function pairsOf(runs: RowRuns): [from: number, end: number][] {
  const pairs: [number, number][] = [];
  for (let at = 0; at + 1 < runs.length; at += 2) pairs.push([runs[at] ?? 0, runs[at + 1] ?? 0]);
  return pairs;
}

function worded(type: ColumnType): string {
  return type === 'null' ? 'empty' : type === 'text' ? 'text' : type === 'object' ? 'an object' : `a ${type}`;
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
