// One block of an answer, drawn from its Markdown. Raw HTML stays text, images
// become links, links leave the app and say where to; nothing is ever loaded.
import { Square, SquareCheck } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeHighlight from 'rehype-highlight';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './code-block.tsx';
import { rehypeHiddenMarks, textOf, type TreeElement } from './markdown-tree.ts';
import { HiddenMark } from './plain-text.tsx';
import { safeLink, tellsHost } from './safe-link.ts';

/** Colouring longer code again at every frame would be felt. */
const mostColouredWhileWriting = 6_000;
const mostColoured = 60_000;

const remarkPlugins = [remarkGfm];
/** Made once: making it registers every grammar, which takes longer than most blocks. */
const colour = rehypeHighlight();
const coloured = [() => colour, rehypeHiddenMarks];
const plain = [rehypeHiddenMarks];

/** `isGrowing`: more is expected, and this is drawn many times a second. */
export const MarkdownBlock = memo(function MarkdownBlock({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const isColoured = text.length <= (isGrowing ? mostColouredWhileWriting : mostColoured);
  return (
    <Markdown
      remarkPlugins={remarkPlugins}
      rehypePlugins={isColoured ? coloured : plain}
      urlTransform={(url) => safeLink(url)?.href ?? null}
      disallowedElements={disallowed}
      components={components}
    >
      {text}
    </Markdown>
  );
});

/** Markdown makes none of these; should a plugin ever, they are not drawn. */
const disallowed = [
  'script',
  'style',
  'iframe',
  'object',
  'embed',
  'svg',
  'math',
  'form',
  'video',
  'audio',
  'link',
  'meta',
  'base',
];

const components: Components = {
  // The page has its own heading above an answer's.
  h1: ({ children }) => <h3 data-level="1">{children}</h3>,
  h2: ({ children }) => <h3 data-level="2">{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  h6: ({ children }) => <h6>{children}</h6>,
  a: ({ href, children, node }) => (
    <AnswerLink href={href} words={node ? textOf(node) : ''}>
      {children}
    </AnswerLink>
  ),
  img: ({ src, alt }) => (
    <AnswerLink href={src} words="">
      {alt ? `Image: ${alt}` : 'Image'}
    </AnswerLink>
  ),
  pre: ({ node, children }) => (
    <CodeBlock language={languageOf(node)} code={node ? textOf(node).replace(/\n$/, '') : ''}>
      {children}
    </CodeBlock>
  ),
  table: ({ children }) => (
    <div
      role="group"
      aria-label="Table"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table>{children}</table>
    </div>
  ),
  input: ({ checked }) => {
    const Box = checked ? SquareCheck : Square;
    return (
      <Box
        role="img"
        aria-label={checked ? 'Done:' : 'To do:'}
        className="mr-2 inline size-4 align-[-0.15em] text-ink-2"
      />
    );
  },
  mark: ({ node }) => <HiddenMark name={String(node?.properties['dataHidden'])} />,
};

function AnswerLink({ href, words, children }: { href: unknown; words: string; children: ReactNode }) {
  const link = safeLink(href);
  if (!link) return <span>{children}</span>;
  return (
    <a href={link.href} target="_blank" rel="noreferrer">
      {children}
      {!tellsHost(words, link) && <span data-host=""> ({link.host})</span>}
      <span className="sr-only"> (opens in the browser)</span>
    </a>
  );
}

/** The word after the fence's opening, as the model spelled it. */
function languageOf(pre: TreeElement | undefined): string | null {
  const code = pre?.children[0];
  const names = code?.type === 'element' ? code.properties['className'] : null;
  if (!Array.isArray(names)) return null;
  const name = names.map(String).find((each) => each.startsWith('language-'));
  return name?.slice('language-'.length) ?? null;
}
