// What a model wrote, drawn block by block; the same while it is being written
// and after. Fetched apart from the page, which shows the bare text until then.
import './answer-text.css';
import { MarkdownBlock } from './markdown-block.tsx';
import { splitBlocks } from './split-blocks.ts';

/** `isGrowing`: more text is expected at the end. */
export function AnswerText({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const blocks = splitBlocks(text.replace(/\r\n?/g, '\n'));
  return (
    <div className="answer-text grid gap-4 text-lg leading-6.5 text-ink">
      {blocks.map((block, index) => (
        // Blocks are only ever added at the end, so their place is their identity.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} dir="auto" className="grid min-w-0 gap-4">
          <MarkdownBlock text={block} isGrowing={isGrowing && index === blocks.length - 1} />
        </div>
      ))}
    </div>
  );
}
