// Believable rows of chats, the same ones in every run, to measure with.
import { pick, type Random } from './model-ids.ts';

const words =
  'the of and to a in is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so what up said its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also well'.split(
    ' ',
  );

function sentence(random: Random): string {
  const text = Array.from({ length: 6 + Math.floor(random() * 14) }, () => pick(random, words)).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${pick(random, ['.', '.', '.', '?', ',', ':'])}`;
}

/** Texts as they stand in chats: paragraphs, lists, quotes, code, and now and then another script. */
function paragraph(random: Random): string {
  const kind = random();
  if (kind < 0.08)
    return `def step_${Math.floor(random() * 100)}(value):\n    """${sentence(random)}"""\n    return [item for item in value if item != "none"]`;
  if (kind < 0.2)
    return Array.from({ length: 4 }, (_, item) => `${item + 1}. **${pick(random, words)}**: ${sentence(random)}`).join(
      '\n',
    );
  if (kind < 0.24) return 'Größe, façade, naïve – “quoted”… これは日本語の文です。Это предложение.';
  if (kind < 0.34) return `He said: "${sentence(random)}"`;
  return Array.from({ length: 3 + Math.floor(random() * 4) }, () => sentence(random)).join(' ');
}

const pool: string[] = [];

/** JSON of a text, taken from a few thousand made beforehand. */
function content(random: Random, paragraphs: number): string {
  while (pool.length < 4_000) pool.push(JSON.stringify(paragraph(random)).slice(1, -1));
  return Array.from({ length: paragraphs }, () => pick(random, pool)).join('\\n\\n');
}

/** A conversation of one to three turns, about 2.5 kB. */
export function chatLine(random: Random, id: number): string {
  const message = (role: string, paragraphs: number) =>
    `{"role": "${role}", "content": "${content(random, paragraphs)}"}`;
  const turns = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => `${message('user', 1)}, ${message('assistant', 2 + Math.floor(random() * 3))}`,
  );
  return `{"id": "chat-${id}", "messages": [${turns.join(', ')}]}`;
}

/** A question and its answer, about 150 bytes. */
export function shortLine(random: Random, id: number): string {
  return `{"prompt": "What is ${id} plus ${Math.floor(random() * 1000)}?", "completion": "${sentence(random)}"}`;
}
