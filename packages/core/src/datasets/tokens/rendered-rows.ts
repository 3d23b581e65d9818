// A row as the screen shows it: pieces of text with what is trained marked.
import type { RenderedRow } from '@hubdesk/shared/datasets/token-report';
import type { ModelTokenizer } from './model-files.ts';
import { rowSequences, type RowKind } from './row-sequences.ts';

/** Nobody reads further, and a page with a million pieces stands still. */
const mostPieces = 8_192;

export type NamedRenderedRow = RenderedRow & { name: string };

/** One, or for preferences two: `chosen`, then `rejected`. Throws RowRefused. */
export function renderedRows(row: unknown, kind: RowKind, model: string, tokenizer: ModelTokenizer): NamedRenderedRow[] {
  return rowSequences(row, kind, tokenizer).map(({ name, ids, trained, template, maskMissing }) => {
    const shown = ids.slice(0, mostPieces);
    const texts = tokenizer.encoder.texts(shown);
    let span = 0;
    const pieces = shown.map((id, at) => {
      while (at >= (trained[span]?.end ?? Infinity)) span += 1;
      return { text: texts[at] ?? '', id, trained: at >= (trained[span]?.start ?? Infinity), special: tokenizer.encoder.isSpecial(id) };
    });
    const trainedTokens = trained.reduce((sum, { start, end }) => sum + end - start, 0);
    return { name, model, pieces, tokens: ids.length, trainedTokens, template, maskMissing };
  });
}
