// What a Gradio endpoint gives back, as a person reads it: text, the last words of a conversation, labels with how
// sure the app is, the numbers of an embedding.
import { z } from 'zod';

const labelSchema = z.object({
  label: z.union([z.string(), z.number()]).nullish(),
  confidences: z
    .array(z.object({ label: z.union([z.string(), z.number()]), confidence: z.number() }))
    .nullish()
    .catch(null),
});
const scoresSchema = z.array(z.object({ label: z.string(), score: z.number() })).min(1);
const numbersSchema = z.array(z.number()).min(1);
const blockSchema = z.looseObject({
  text: z.string().optional(),
  content: z.unknown().optional(),
  value: z.unknown().optional(),
  embedding: z.unknown().optional(),
  embeddings: z.unknown().optional(),
});

const mostLabels = 10;
const numbersShown = 6;
const mostCharacters = 200_000;

/** Empty for nothing that could be read. `data` is what the endpoint has returned: its first value counts. */
export function gradioAnswer(data: unknown): string {
  const first: unknown = Array.isArray(data) ? data[0] : data;
  return readValue(first, 0).slice(0, mostCharacters);
}

function readValue(value: unknown, depth: number): string {
  if (value === null || value === undefined || depth > 4) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return readList(value, depth);
  return readObject(value, depth);
}

function readList(list: readonly unknown[], depth: number): string {
  const numbers = numbersSchema.safeParse(list);
  if (numbers.success) return sayVector(numbers.data);
  const scores = scoresSchema.safeParse(list);
  if (scores.success) return sayLabels(scores.data.map(({ label, score }) => [label, score]));
  const last = list.at(-1);
  // Of a conversation what was said last; of the blocks of one message all.
  if (typeof last === 'object' && last !== null && 'role' in last) return readValue(last, depth + 1);
  if (Array.isArray(last)) return readValue(list[0], depth + 1);
  return list.map((each) => readValue(each, depth + 1)).join('');
}

function readObject(value: object, depth: number): string {
  const label = labelSchema.safeParse(value);
  if (label.success && (label.data.confidences || label.data.label != null)) {
    const { confidences } = label.data;
    return confidences
      ? sayLabels(confidences.map((each) => [String(each.label), each.confidence]))
      : String(label.data.label);
  }
  const block = blockSchema.safeParse(value);
  if (!block.success) return '';
  const { text, content, value: held, embedding, embeddings } = block.data;
  const inside = [text, content, held, embedding, embeddings].find((each) => each !== undefined && each !== null);
  if (inside !== undefined) return readValue(inside, depth + 1);
  const scores = Object.entries(value);
  if (scores.length > 0 && scores.every((entry): entry is [string, number] => typeof entry[1] === 'number'))
    return sayLabels(scores);
  return JSON.stringify(value);
}

function sayVector(numbers: readonly number[]): string {
  const first = numbers.slice(0, numbersShown).map((each) => Number(each.toPrecision(4)));
  return `${numbers.length} numbers: ${first.join(', ')}${numbers.length > numbersShown ? ', …' : ''}`;
}

function sayLabels(labels: readonly (readonly [string, number])[]): string {
  return labels
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostLabels)
    .map(([label, score]) => `${label} ${(score * 100).toFixed(1)} %`)
    .join('\n');
}
