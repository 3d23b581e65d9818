// Turns the scanner's records into a part of a scan: most rows by their numbers
// alone, the few that need a closer look through the reference.
import { wordJsonFault } from './json-fault.ts';
import { credentialIn } from './credential-kinds.ts';
import { factsOfLine, factsOfRow } from './facts-of-row.ts';
import type { Conversation, RowFacts, RowShape } from './row-facts.ts';
import type { RowSink } from './row-reader.ts';
import { flagProblems, rowFlag } from './scanner/row-flags.ts';
import type { Scanner } from './scanner/scanner.ts';
import { indexEveryBytes, indexEveryRows, type PartBuilder } from './scan-part.ts';

/** Shapes and sequences of roles told apart in one thread; the rest count as others. */
const maxForms = 4_096;
/** Flags after which there is nothing to know of a row but these. */
const unread = rowFlag.invalidJson | rowFlag.invalidUtf8;
/** What a row may carry and still be an ordinary one. */
const harmless = rowFlag.carriageReturn | rowFlag.asBefore;

export function createScannedRows(scanner: Scanner, builder: PartBuilder, overLines: boolean): RowSink {
  const shapes = new Map<number, { columns: RowShape; key: string }>();
  const sequences = new Map<number, { conversations: readonly Conversation[]; key: string }>();
  let placedOffset = Infinity;
  let rowsSincePlace = 0;
  /** The row before had no flag, and the builder knows its forms. */
  let formKnown = false;

  function textOf(start: number, length: number): string {
    return Buffer.from(scanner.bytes().buffer, start, length).toString('utf8');
  }

  function rows(count: number, base: number, lineOf: (record: number) => number): void {
    const { hashes, shapes: shapeWords, starts, lengths, flags, sequences: sequenceWords } = scanner.records();
    let hashedTo = 0;
    for (let record = 0; record < count; record += 1) {
      const bits = flags[record] ?? 0;
      const start = starts[record] ?? 0;
      const length = lengths[record] ?? 0;
      if (bits === rowFlag.asBefore && formKnown) {
        // As the row before, and nothing to say of it: by far the most rows. They are told together.
        let end = record + 1;
        const longestRun = record + indexEveryRows - rowsSincePlace;
        while (end < count && end < longestRun && flags[end] === rowFlag.asBefore) end += 1;
        if (end <= longestRun && start + base - placedOffset < indexEveryBytes) {
          builder.more(lengths.subarray(record, end), sequenceWords[record] !== 0);
          rowsSincePlace += end - record;
          record = end - 1;
          continue;
        }
      }
      rowsSincePlace += 1;
      if (bits & rowFlag.blankLine) {
        rowsSincePlace -= 1;
        if (record > hashedTo) builder.hashes(hashes.subarray(hashedTo, record));
        hashedTo = record + 1;
        builder.problem('blank-line', lineOf(record), () => 'blank line');
        continue;
      }
      const offset = start + base;
      if (rowsSincePlace >= indexEveryRows || offset - placedOffset >= indexEveryBytes || offset < placedOffset)
        place(offset, lineOf(record));
      formKnown = false;
      if (bits & ~harmless) closer(bits, start, length, base, lineOf(record), record);
      else {
        const sequence = sequenceWords[record] ?? 0;
        known(shapeKey(shapeWords, record), sequence, start, length);
        formKnown = shapes.has(shapeKey(shapeWords, record)) && (sequence === 0 || sequences.has(sequence));
      }
      if (bits & rowFlag.carriageReturn) builder.carriageReturn();
      builder.row(length);
    }
    if (count > hashedTo) builder.hashes(hashes.subarray(hashedTo, count));
    // The next records may belong to another part.
    formKnown = false;
  }

  function place(offset: number, line: number): void {
    builder.place(offset, line);
    placedOffset = offset;
    rowsSincePlace = 0;
  }

  function known(shape: number, sequence: number, start: number, length: number): void {
    let facts: RowFacts | null = null;
    const read = () => {
      const text = textOf(start, length);
      facts ??= factsOfRow(JSON.parse(text), '');
      return facts;
    };
    let form = shapes.get(shape);
    if (!form && shapes.size < maxForms) {
      const columns = read().shape ?? [];
      form = { columns, key: JSON.stringify(columns) };
      shapes.set(shape, form);
    }
    builder.shape(form?.columns ?? null, form?.key ?? '');
    if (sequence === 0) return;
    let talk = sequences.get(sequence);
    if (!talk) {
      if (sequences.size >= maxForms) return;
      const { conversations } = read();
      talk = { conversations, key: JSON.stringify(conversations) };
      sequences.set(sequence, talk);
    }
    builder.sequence(talk.conversations, talk.key);
  }

  /** A row with a flag: by the flags where they suffice, else by reading it. */
  function closer(bits: number, start: number, length: number, base: number, line: number, record: number): void {
    let facts: RowFacts | null = null;
    const read = () => (facts ??= factsOfLine(textOf(start, length)));
    if (overLines && bits & rowFlag.invalidJson) builder.unreadFrom(start + base);
    const detailOf = (kind: string) => read().faults.find((fault) => fault.kind === kind)?.detail ?? '';
    if (bits & rowFlag.unsure && !(bits & unread)) {
      const { faults, shape, conversations } = read();
      for (const { kind, detail } of faults)
        builder.problem(kind, line, () => (kind === 'invalid-json' ? faultOf(start, length) : detail));
      if (shape) builder.shape(shape, JSON.stringify(shape));
      if (conversations.length > 0) builder.sequence(conversations, JSON.stringify(conversations));
      return;
    }
    for (const [flag, kind] of flagProblems) {
      if (!(bits & flag) || (kind === 'not-an-object' && bits & unread)) continue;
      if (kind === 'invalid-json') builder.problem(kind, line, () => faultOf(start, length));
      else if (kind === 'invalid-utf8') builder.problem(kind, line, () => utf8FaultOf(start, length));
      else builder.problem(kind, line, () => detailOf(kind));
    }
    if (bits & rowFlag.secretMaybe) {
      const credential = credentialIn(textOf(start, length));
      if (credential) builder.problem('secret', line, () => credential);
    }
    if (bits & (unread | rowFlag.notAnObject)) return;
    const { shapes: shapeWords, sequences: sequenceWords } = scanner.records();
    known(shapeKey(shapeWords, record), sequenceWords[record] ?? 0, start, length);
  }

  function faultOf(start: number, length: number): string {
    const { code, at } = scanner.explain(start, start + length, overLines);
    return wordJsonFault(
      code,
      textOf(start, Math.max(0, at - start)),
      textOf(at, Math.max(0, Math.min(40, start + length - at))),
    );
  }

  function utf8FaultOf(start: number, length: number): string {
    const text = textOf(start, length);
    const at = text.indexOf('\ufffd');
    return `position ${at + 1}: bytes that are not UTF-8`;
  }

  return {
    rows,
    tooLong: (offset, bytes, line) => {
      place(offset, line);
      builder.problem('unreadable-length', line, () => `${Math.round(bytes / 1e6)} MB in one row`);
      builder.hashes(new BigUint64Array(1));
      builder.row(bytes);
    },
  };
}

function shapeKey(words: Uint32Array, record: number): number {
  // 53 of the 64 bits: what a number holds exactly.
  return ((words[2 * record + 1] ?? 0) & 0x1fffff) * 0x1_0000_0000 + (words[2 * record] ?? 0);
}
