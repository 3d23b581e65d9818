// Collects what passed with which client and prints it as a small table at the end of a run.

export interface ConformanceTable {
  passed(row: string): void;
  /** Prints to standard output: this is for people who read a test run. */
  print(): void;
}

export function conformanceTable(client: string): ConformanceTable {
  const rows: string[] = [];
  return {
    passed: (row) => rows.push(row),
    print: () => {
      const width = Math.max(client.length, ...rows.map((row) => row.length));
      const line = `+-${'-'.repeat(width)}-+--------+`;
      const body = rows.map((row) => `| ${row.padEnd(width)} | passed |`);
      process.stdout.write(`\n${[line, `| ${client.padEnd(width)} |        |`, line, ...body, line].join('\n')}\n`);
    },
  };
}
