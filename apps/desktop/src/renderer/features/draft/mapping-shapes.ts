// The shapes rows can be mapped to, each as a form: which columns it asks for,
// and what it is called. A form is complete or it is no mapping.
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import type { RowFormat } from '@hubdesk/shared/datasets/training-format';

export type MappingKind = Mapping['kind'];

export interface ShapePart {
  key: string;
  label: string;
  optional?: true;
  /** Names of columns it usually has, the likeliest first. */
  usual: readonly string[];
}

export interface Shape {
  title: string;
  meaning: string;
  becomes: RowFormat;
  parts: readonly ShapePart[];
  /** Roles can be given other names. */
  hasRoles?: true;
}

const system: ShapePart = {
  key: 'system',
  label: 'System message',
  optional: true,
  usual: ['system', 'system_prompt'],
};
const prompt: ShapePart = {
  key: 'prompt',
  label: 'Prompt',
  usual: ['prompt', 'question', 'query', 'instruction', 'input'],
};
const completion: ShapePart = {
  key: 'completion',
  label: 'Completion',
  usual: ['completion', 'response', 'answer', 'output'],
};

export const shapes: Record<MappingKind, Shape> = {
  conversation: {
    title: 'Question and answer',
    meaning: 'Columns of text become one conversation.',
    becomes: 'messages',
    parts: [
      system,
      { key: 'user', label: 'Question', usual: ['question', 'prompt', 'query', 'instruction', 'user', 'input'] },
      { key: 'assistant', label: 'Answer', usual: ['answer', 'response', 'completion', 'output', 'assistant'] },
    ],
  },
  alpaca: {
    title: 'Alpaca',
    meaning: 'Instruction and input become the question, the output becomes the answer.',
    becomes: 'messages',
    parts: [
      { key: 'instruction', label: 'Instruction', usual: ['instruction', 'prompt', 'question'] },
      { key: 'input', label: 'Input', optional: true, usual: ['input', 'context'] },
      { key: 'output', label: 'Output', usual: ['output', 'response', 'answer', 'completion'] },
      system,
    ],
  },
  sharegpt: {
    title: 'ShareGPT',
    meaning: 'A list of { from, value } becomes a list of messages.',
    becomes: 'messages',
    parts: [
      { key: 'conversations', label: 'Conversation', usual: ['conversations', 'conversation', 'messages', 'items'] },
      system,
    ],
    hasRoles: true,
  },
  messages: {
    title: 'Messages with other names',
    meaning: 'A list of messages whose role and text are called something else.',
    becomes: 'messages',
    parts: [
      { key: 'messages', label: 'List of messages', usual: ['messages', 'conversation', 'dialog', 'turns', 'chat'] },
      { key: 'role', label: 'Role, in each message', usual: ['role', 'speaker', 'author', 'from'] },
      { key: 'content', label: 'Text, in each message', usual: ['content', 'text', 'value', 'message'] },
    ],
    hasRoles: true,
  },
  'prompt-completion': {
    title: 'Prompt and completion',
    meaning: 'Two columns; only the completion is learned.',
    becomes: 'prompt-completion',
    parts: [prompt, completion],
  },
  text: {
    title: 'Plain text',
    meaning: 'One text a row, put together from columns. All of it is learned.',
    becomes: 'text',
    parts: [],
  },
  preference: {
    title: 'Preference',
    meaning: 'A better and a worse answer to the same prompt.',
    becomes: 'preference',
    parts: [
      { ...prompt, optional: true },
      { key: 'chosen', label: 'Chosen', usual: ['chosen', 'preferred', 'accepted', 'response_a'] },
      { key: 'rejected', label: 'Rejected', usual: ['rejected', 'dispreferred', 'response_b'] },
    ],
  },
  'unpaired-preference': {
    title: 'Good or bad',
    meaning: 'One answer a row with a verdict on it.',
    becomes: 'unpaired-preference',
    parts: [
      prompt,
      completion,
      { key: 'label', label: 'Verdict', usual: ['label', 'good', 'rating', 'score', 'thumb'] },
    ],
  },
  prompt: {
    title: 'Prompt only',
    meaning: 'The model answers by itself and is rewarded for it.',
    becomes: 'prompt',
    parts: [prompt],
  },
};

export const shapeKinds = Object.keys(shapes) as MappingKind[];

/** A mapping being put together. What its kind does not ask for is kept, so that going back and forth loses nothing. */
export interface MappingForm {
  kind: MappingKind;
  /** By part; absent or empty: not chosen. */
  columns: Record<string, string>;
  roles: Record<string, string>;
  template: string;
  /** JSON text of the good verdict. */
  good: string;
  keep: string[];
}

/** The form of a mapping. */
export function formOf(mapping: Mapping): MappingForm {
  const { kind } = mapping;
  const columns: Record<string, string> = {};
  for (const { key } of shapes[kind].parts) {
    const column = Object.entries(mapping).find(([name]) => name === key)?.[1];
    if (typeof column === 'string') columns[key] = column;
  }
  return {
    kind,
    columns,
    roles: 'roles' in mapping ? mapping.roles : usualRoles,
    template: mapping.kind === 'text' ? mapping.template : '',
    good: mapping.kind === 'unpaired-preference' ? mapping.good : 'true',
    keep: mapping.kind === 'prompt' ? mapping.keep : [],
  };
}

/** The same rows in another shape: what was chosen stays, what is missing is guessed from the columns' names. */
export function withKind(form: MappingForm, kind: MappingKind, names: readonly string[]): MappingForm {
  const columns = { ...form.columns };
  const inMessages = kind === 'messages' ? ['role', 'content'] : [];
  for (const { key, usual } of shapes[kind].parts) {
    if (columns[key]) continue;
    const found = inMessages.includes(key) ? usual[0] : guess(usual, names);
    if (found !== undefined) columns[key] = found;
  }
  const first = guess(['text', 'content', 'body', 'document'], names) ?? names[0];
  return { ...form, kind, columns, template: form.template || (first === undefined ? '' : `{${first}}`) };
}

export function emptyForm(names: readonly string[]): MappingForm {
  return withKind(
    { kind: 'conversation', columns: {}, roles: usualRoles, template: '', good: 'true', keep: [] },
    'conversation',
    names,
  );
}

/** Null while something it needs is not chosen. */
export function mappingOf(form: MappingForm): Mapping | null {
  const { kind, columns, roles, template, good, keep } = form;
  const missing = shapes[kind].parts.some(({ key, optional }) => !optional && !columns[key]);
  if (missing) return null;
  const need = (key: string) => columns[key] ?? '';
  const maybe = (key: string) => columns[key] || null;
  switch (kind) {
    case 'conversation':
      return { kind, system: maybe('system'), user: need('user'), assistant: need('assistant') };
    case 'alpaca':
      return {
        kind,
        instruction: need('instruction'),
        input: maybe('input'),
        output: need('output'),
        system: maybe('system'),
      };
    case 'sharegpt':
      return { kind, conversations: need('conversations'), system: maybe('system'), roles };
    case 'messages':
      return { kind, messages: need('messages'), role: need('role'), content: need('content'), roles };
    case 'prompt-completion':
      return { kind, prompt: need('prompt'), completion: need('completion') };
    case 'text':
      return template.trim() === '' ? null : { kind, template };
    case 'preference':
      return { kind, prompt: maybe('prompt'), chosen: need('chosen'), rejected: need('rejected') };
    case 'unpaired-preference':
      return good.trim() === ''
        ? null
        : { kind, prompt: need('prompt'), completion: need('completion'), label: need('label'), good };
    case 'prompt':
      return { kind, prompt: need('prompt'), keep: keep.filter((column) => column !== columns.prompt) };
  }
}

/** One line a part: what becomes what. */
export function mappingLines(mapping: Mapping): { from: string; to: string }[] {
  const form = formOf(mapping);
  const lines = shapes[mapping.kind].parts.flatMap(({ key, label }) => {
    const column = form.columns[key];
    return column ? [{ from: column, to: label.toLowerCase() }] : [];
  });
  if (mapping.kind === 'text') lines.push({ from: mapping.template, to: 'text' });
  if (mapping.kind === 'unpaired-preference') lines.push({ from: `${mapping.label} = ${mapping.good}`, to: 'good' });
  for (const column of mapping.kind === 'prompt' ? mapping.keep : []) lines.push({ from: column, to: column });
  if ('roles' in mapping) {
    for (const [from, to] of Object.entries(mapping.roles)) if (from !== to) lines.push({ from, to });
  }
  return lines;
}

const usualRoles: Record<string, string> = { human: 'user', gpt: 'assistant' };

function guess(usual: readonly string[], names: readonly string[]): string | undefined {
  for (const likely of usual) {
    const found = names.find((name) => name.toLowerCase() === likely);
    if (found !== undefined) return found;
  }
  return undefined;
}
