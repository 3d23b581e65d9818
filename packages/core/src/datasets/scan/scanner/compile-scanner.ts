// How the scanner of rows is compiled. A tool for building, never part of the app.
import { compileAssemblyScript } from '../../../compile-assembly-script.ts';

/** What `scanner-wasm.ts` ought to be, compiled anew. */
export function compileScanner(): Promise<string> {
  return compileAssemblyScript({
    source: `${import.meta.dirname}/scanner.as`,
    script: 'scripts/scanner-wasm.ts',
    purpose: 'the scanner',
    exportName: 'scannerWasm',
    initialPages: 8,
    options: ['--converge'],
  });
}
