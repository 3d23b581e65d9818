import { expect, it } from 'vitest';
import { chartCsv } from './chart-csv.ts';
import { CurveTable } from './curve-table.ts';

function table(loss: (number | null)[], metric = 'loss') {
  const made = new CurveTable();
  made.add({ from: 0, step: loss.map((_, at) => at + 1), time: loss.map((_, at) => at), values: { [metric]: loss } });
  return made;
}

it('has a row a point, and nothing where nothing was told', () => {
  expect(chartCsv([{ name: 'one', table: table([0.1, null]) }])).toBe(
    'step,time,loss\r\n1,1970-01-01T00:00:00.000Z,0.1\r\n2,1970-01-01T00:00:01.000Z,\r\n',
  );
});

it('names the run where there are several, and keeps commas and formulas apart', () => {
  const csv = chartCsv([
    { name: 'a,"b"', table: table([1]) },
    { name: '=1+1', table: table([2], '@odd') },
  ]);
  expect(csv.split('\r\n').slice(0, 3)).toEqual([
    "run,step,time,loss,'@odd",
    '"a,""b""",1,1970-01-01T00:00:00.000Z,1,',
    "'=1+1,1,1970-01-01T00:00:00.000Z,,2",
  ]);
});
