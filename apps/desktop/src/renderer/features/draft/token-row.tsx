// A row as the model sees it, token by token. What is learned is underlined and
// tinted, special tokens are framed, and what a limit cuts is struck out.
import { memo } from 'react';
import type { RenderedRow } from '@hubdesk/shared/datasets/token-report';
import { cx } from '../../ui/cx.ts';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { markWhitespace } from './token-marks.ts';

/** Nobody reads on, and each is an element. */
const mostPieces = 2_500;

type Piece = RenderedRow['pieces'][number];

export function TokenRow({
  row,
  name,
  maxLength,
}: {
  row: RenderedRow & { name: string };
  name: string | null;
  maxLength: number;
}) {
  const { pieces, tokens, trainedTokens, maskMissing, template } = row;
  const shown = pieces.slice(0, mostPieces);
  const keptTrained = pieces.slice(0, maxLength).some(({ trained }) => trained);
  const isCut = tokens > maxLength;
  return (
    <div className="grid gap-2">
      <p className="text-sm text-ink-2 tabular-nums">
        {name && <span className="font-medium text-ink">{name}: </span>}
        {formatPlural(tokens, 'token')}, {formatWhole(trainedTokens)} of them learned
        {template === 'plain' && ', no chat template'}.{' '}
        {isCut && (
          <strong className="font-semibold text-loss">
            {keptTrained || pieces.length < maxLength
              ? `${formatWhole(tokens - maxLength)} are cut.`
              : 'Nothing of what is to be learned is left.'}
          </strong>
        )}
      </p>
      {maskMissing && <p className="text-sm text-ink-2">{maskMissing}</p>}
      <div className="max-h-96 overflow-y-auto rounded-md border border-line bg-surface px-3 py-2.5 font-mono text-xs leading-6 [overflow-wrap:anywhere] whitespace-pre-wrap">
        <Pieces pieces={shown} maxLength={maxLength} />
        {tokens > shown.length && (
          <span className="text-ink-3"> … and {formatPlural(tokens - shown.length, 'token')} more</span>
        )}
      </div>
    </div>
  );
}

const Pieces = memo(function Pieces({ pieces, maxLength }: { pieces: readonly Piece[]; maxLength: number }) {
  return pieces.map((piece, at) => (
    <span key={at}>
      {at === maxLength && (
        <span className="my-1 flex items-center gap-2 font-sans text-xs font-medium text-loss">
          <span aria-hidden className="h-px flex-1 bg-loss-line" />
          cut here by max_length
          <span aria-hidden className="h-px flex-1 bg-loss-line" />
        </span>
      )}
      <Token piece={piece} cut={at >= maxLength} />
      {/* A line may end after a token, not in it. */}
      <wbr />
    </span>
  ));
});

function Token({ piece: { text, id, trained, special }, cut }: { piece: Piece; cut: boolean }) {
  return (
    <span
      title={`${special ? 'special token' : 'token'} ${id}${trained ? ', learned' : ''}`}
      className={cx(
        'mx-px rounded-[2px]',
        trained && 'border-b-2 border-accent',
        cut ? 'text-ink-3 line-through' : trained ? 'bg-accent-soft text-ink' : 'text-ink-2',
        special && 'rounded-sm px-0.5 font-semibold shadow-[inset_0_0_0_1px_var(--color-edge)]',
      )}
    >
      {markWhitespace(text).map(({ text: shown, mark }, at) =>
        mark ? (
          <span key={at} className="text-ink-3">
            {shown}
          </span>
        ) : (
          shown
        ),
      )}
    </span>
  );
}

export function TokenLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      <li>
        <span className="border-b-2 border-accent bg-accent-soft px-1 font-mono text-ink">learned</span>
      </li>
      <li>
        <span className="px-1 font-mono">read only</span>
      </li>
      <li>
        <span className="rounded-sm px-1 font-mono font-semibold shadow-[inset_0_0_0_1px_var(--color-edge)]">
          special
        </span>
      </li>
      <li>
        <span className="px-1 font-mono text-ink-3 line-through">cut</span>
      </li>
      <li>
        <span className="font-mono text-ink-3">· ⏎ →</span> space, line end, tab
      </li>
    </ul>
  );
}
