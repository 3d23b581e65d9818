// Recognises the usual shapes of training data by the names of columns and by
// what stands in a sample of rows. Only suggests what fits most of the sample.
import { applyMapping, formatOf } from './apply-mapping.ts';
import type { Mapping } from './mapping.ts';
import { formatsOf, roles as knownRoles, type Role, type TrainingMethod } from './training-format.ts';

export interface Suggestion {
  mapping: Mapping;
  /** How much of the sample it fits, over a half. */
  share: number;
}

type Row = Readonly<Record<string, unknown>>;

/** Names after case and everything but letters and digits are taken away; the likeliest first. */
const names = {
  question: [
    'question',
    'prompt',
    'query',
    'instruction',
    'user',
    'userprompt',
    'usermessage',
    'human',
    'input',
    'inputs',
    'problem',
    'request',
    'q',
    'frage',
    'pregunta',
    'domanda',
    'pergunta',
    'вопрос',
    '问题',
    '質問',
  ],
  answer: [
    'answer',
    'response',
    'completion',
    'output',
    'assistant',
    'reply',
    'assistantresponse',
    'gpt',
    'solution',
    'target',
    'targets',
    'outputs',
    'generation',
    'a',
    'antwort',
    'réponse',
    'reponse',
    'respuesta',
    'risposta',
    'resposta',
    'ответ',
    '答案',
    '回答',
  ],
  prompt: ['prompt', 'question', 'query', 'instruction', 'input', 'problem', 'context', 'q'],
  instruction: ['instruction', 'instructions', 'task'],
  input: ['input', 'context', 'inputs'],
  system: ['system', 'systemprompt', 'systemmessage'],
  text: ['text', 'content', 'document', 'body', 'article', 'passage', 'story', 'code', 'markdown', 'abstract'],
  chosen: ['chosen', 'preferred', 'accepted', 'better', 'winner', 'positive', 'chosenresponse', 'responsechosen'],
  rejected: ['rejected', 'dispreferred', 'worse', 'loser', 'negative', 'rejectedresponse', 'responserejected'],
  label: [
    'label',
    'good',
    'isgood',
    'verdict',
    'rating',
    'score',
    'thumb',
    'thumbs',
    'thumbsup',
    'feedback',
    'vote',
    'liked',
    'like',
  ],
  messages: [
    'messages',
    'conversation',
    'conversations',
    'dialog',
    'dialogue',
    'turns',
    'chat',
    'items',
    'thread',
    'history',
  ],
  role: ['role', 'from', 'speaker', 'author', 'sender', 'user', 'who', 'name'],
  content: ['content', 'value', 'text', 'message', 'body', 'utterance', 'what', 'contents'],
} as const;

const speakers: Record<Role, readonly string[]> = {
  system: ['system', 'systemprompt', 'developer'],
  user: ['user', 'human', 'prompter', 'question', 'customer', 'client', 'instruction', 'person', 'student', 'patient'],
  assistant: [
    'assistant',
    'gpt',
    'bot',
    'model',
    'chatgpt',
    'ai',
    'answer',
    'chatbot',
    'agent',
    'bard',
    'bing',
    'claude',
    'llm',
    'functioncall',
    'toolcall',
    'teacher',
    'doctor',
  ],
  tool: ['tool', 'function', 'observation', 'toolresponse', 'functionresponse', 'toolresult', 'ipython'],
};

/** What a label says of a good answer, as JSON text. */
const goodValues = [
  'true',
  '1',
  '"true"',
  '"True"',
  '"TRUE"',
  '"1"',
  '"good"',
  '"up"',
  '"yes"',
  '"positive"',
  '"like"',
  '"liked"',
  '"desirable"',
  '"chosen"',
];
const answerSides = new Set(['chosen', 'rejected', 'prompt', 'completion']);

/** The mappings that fit a sample of rows for one method, the usual format first, then the best fitting. */
export function suggestMappings(sample: readonly unknown[], method: TrainingMethod): Suggestion[] {
  const rows = sample.filter(isRecord);
  if (rows.length === 0) return [];
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return candidates(rows, columns)
    .filter((mapping) => formatsOf[method].includes(formatOf(mapping)))
    .map((mapping) => ({ mapping, share: fittingShare(sample, mapping) }))
    .filter(({ share }) => share > 0.5)
    .sort((a, b) => rank(method, a) - rank(method, b) || b.share - a.share);
}

export function suggestMapping(sample: readonly unknown[], method: TrainingMethod): Mapping | null {
  return suggestMappings(sample, method)[0]?.mapping ?? null;
}

/** How much of the rows a mapping fits, from 0 to 1. */
export function fittingShare(rows: readonly unknown[], mapping: Mapping): number {
  if (rows.length === 0) return 0;
  return rows.filter((row) => 'row' in applyMapping(row, mapping)).length / rows.length;
}

/** The side that a name in a conversation usually stands for, or null. */
export function speakerOf(name: string): Role | null {
  const plain = bare(name);
  return knownRoles.find((role) => speakers[role].includes(plain)) ?? null;
}

function rank(method: TrainingMethod, { mapping }: Suggestion): number {
  return formatsOf[method].indexOf(formatOf(mapping));
}

/** In the order in which one is preferred to another of the same format. */
function candidates(rows: readonly Row[], columns: readonly string[]): Mapping[] {
  const find = (
    wanted: readonly string[],
    kind: (value: unknown) => boolean,
    taken: readonly (string | null)[] = [],
  ) => {
    const free = columns.filter((column) => !taken.includes(column) && mostly(rows, column, kind));
    return wanted.flatMap((name) => free.filter((column) => bare(column) === name))[0] ?? null;
  };
  const system = find(names.system, isText);
  const found: Mapping[] = conversationLists(rows, columns, system);

  const chosen = find(names.chosen, isAnswer);
  const rejected = find(names.rejected, isAnswer, [chosen]);
  const asked = find(names.prompt, isAnswer, [chosen, rejected]);
  if (chosen && rejected) found.push({ kind: 'preference', prompt: asked, chosen, rejected });

  const answer = find(names.answer, isText) ?? find(['text'], isText);
  const completion = find(names.answer, isAnswer) ?? find(['text'], isText);
  const label = find(names.label, isLabel, [answer, completion]);
  const prompt = find(names.prompt, isAnswer, [completion]);
  if (prompt && completion && label) {
    const good = goodOf(rows, label);
    if (good !== null) found.push({ kind: 'unpaired-preference', prompt, completion, label, good });
  }

  const instruction = find(names.instruction, isText, [answer]);
  const input = find(names.input, (value) => isText(value) || value === null, [instruction, answer]);
  if (instruction && answer && input) found.push({ kind: 'alpaca', instruction, input, output: answer, system });

  const pair = questionAndAnswer(rows, columns, system, find);
  if (pair) {
    found.push({ kind: 'conversation', system, ...pair });
    found.push({ kind: 'prompt-completion', prompt: pair.user, completion: pair.assistant });
  }
  const text = find(names.text, isText) ?? onlyTextColumn(rows, columns);
  if (text !== null && !/[{}]/.test(text)) found.push({ kind: 'text', template: `{${text}}` });

  const question = prompt ?? find(names.question, isText);
  if (question)
    found.push({
      kind: 'prompt',
      prompt: question,
      keep: columns.filter((column) => column !== question && column !== 'prompt'),
    });
  return found;
}

type Find = (
  wanted: readonly string[],
  kind: (value: unknown) => boolean,
  taken?: readonly (string | null)[],
) => string | null;

/** By both names; or, of exactly two columns of text, by one of them. */
function questionAndAnswer(
  rows: readonly Row[],
  columns: readonly string[],
  system: string | null,
  find: Find,
): { user: string; assistant: string } | null {
  const assistant = find(names.answer, isText);
  const user = find(names.question, isText, [assistant]);
  if (user && assistant) return { user, assistant };
  const [first, second, ...further] = columns.filter((column) => column !== system && mostly(rows, column, isText));
  if (!first || !second || further.length > 0) return null;
  if (user) return { user, assistant: user === first ? second : first };
  if (assistant) return { user: assistant === first ? second : first, assistant };
  return null;
}

function conversationLists(rows: readonly Row[], columns: readonly string[], system: string | null): Mapping[] {
  const lists = columns.filter((column) => !answerSides.has(column) && mostly(rows, column, isListOfObjects));
  const usual = (column: string) => (names.messages.some((name) => name === bare(column)) ? 0 : 1);
  return lists
    .sort((a, b) => usual(a) - usual(b))
    .flatMap((column): Mapping[] => {
      const items = rows.flatMap((row) => (isListOfObjects(row[column]) ? row[column] : [])).slice(0, 2_000);
      const role = keyIn(items, names.role);
      const content = keyIn(items, names.content, role);
      if (role === null || content === null) return [];
      const said = new Set(items.flatMap((item) => (typeof item[role] === 'string' ? item[role] : [])));
      if (![...said].some((name) => speakerOf(name) === 'assistant')) return [];
      const roles = Object.fromEntries(
        [...said].flatMap((name) => {
          const known = speakerOf(name);
          return known !== null && known !== name ? [[name, known]] : [];
        }),
      );
      if (role === 'from' && content === 'value') return [{ kind: 'sharegpt', conversations: column, system, roles }];
      return [{ kind: 'messages', messages: column, role, content, roles }];
    });
}

/** The likeliest of these keys that most items have. */
function keyIn(items: readonly Row[], wanted: readonly string[], taken: string | null = null): string | null {
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))].filter(
    (key) => key !== taken && mostly(items, key, (value) => typeof value === 'string'),
  );
  return wanted.flatMap((name) => keys.filter((key) => bare(key) === name))[0] ?? null;
}

/** The value that says good, of a column with two values at most. */
function goodOf(rows: readonly Row[], label: string): string | null {
  const values = new Set(
    rows.flatMap((row) => (row[label] === undefined || row[label] === null ? [] : JSON.stringify(row[label]))),
  );
  if (values.size > 2) return null;
  return goodValues.find((value) => values.has(value)) ?? (values.has('false') ? 'true' : null);
}

function onlyTextColumn(rows: readonly Row[], columns: readonly string[]): string | null {
  const [only, ...further] = columns.filter((column) => mostly(rows, column, isText));
  return only !== undefined && further.length === 0 ? only : null;
}

function mostly(rows: readonly Row[], column: string, kind: (value: unknown) => boolean): boolean {
  return rows.filter((row) => Object.hasOwn(row, column) && kind(row[column])).length > rows.length / 2;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isAnswer(value: unknown): boolean {
  return isText(value) || isListOfObjects(value);
}

function isLabel(value: unknown): boolean {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}

function isListOfObjects(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function isRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
