// The rows in the model's own tokens: whether its template takes them, and what
// is cut off at the length that is asked for.
import { isAppError } from '@hubdesk/shared/errors';
import { usedFormat } from '@hubdesk/shared/train/used-format';
import type { RowsCounted } from '../facts/create-facts.ts';
import { countWords } from './check-dataset.ts';
import { change, fine, type Found, notNeeded, stops, unknown, warning } from './check-found.ts';
import type { Asked } from './preflight-parts.ts';

const ownScript = notNeeded('Your own script makes its own of the rows.');
const nothingToCount = unknown('There are no rows to look at yet.');
/** Cutting the end off few rows is nothing to stop for. */
const fewRows = 0.02;
const lengthStep = 128;

export async function checkTemplate(asked: Asked): Promise<Found> {
  const { config, dataset } = asked;
  if (config.script !== null) return ownScript;
  const rows = await counted(asked);
  if ('state' in rows) return rows;
  const { lengths, refusal, maskMissingRows, standIn } = rows;
  const [looked, all] = rowsLooked(rows);
  if (refusal) {
    const said = `${shortened(refusal.reason)}${/[.!?]$/.test(refusal.reason) ? '' : '.'}`;
    if (lengths.refusedRows >= lengths.rows) return stops(`The model’s template takes none of the rows: ${said}`);
    return warning(`The template refuses ${lengths.refusedRows} of ${looked}, first row ${refusal.row + 1}: ${said}`);
  }
  const format = dataset && usedFormat(config.method, await dataset);
  if (format === 'text') return fine(`Plain text needs no template; ${all} were read.`);
  const { assistant_only_loss } = config.parameters;
  if (config.method === 'sft' && format === 'messages' && assistant_only_loss && maskMissingRows > 0)
    return warning(
      `In ${maskMissingRows.toLocaleString('en-US')} of ${looked} the answers cannot be told from the questions, so all of them would be learnt.`,
      change('Learn whole conversations', { parameters: { assistant_only_loss: false } }),
    );
  if (format === 'messages' && !assistant_only_loss)
    return warning(
      'Questions are learnt as well as answers.',
      change('Learn the answers only', { parameters: { assistant_only_loss: true } }),
    );
  return fine(
    standIn
      ? `The model has no chat template; a simple one takes ${all}.`
      : `The model’s own tokenizer takes ${all}.`,
  );
}

export async function checkLength(asked: Asked): Promise<Found> {
  const { config } = asked;
  if (config.script !== null) return ownScript;
  const rows = await counted(asked);
  if ('state' in rows) return rows;
  const { lengths } = rows;
  const context = (await asked.model?.catch(() => null))?.contextLength ?? null;
  if (config.method === 'grpo')
    return fine(`Prompts have up to ${countWords(lengths.longestTokens, 'token')} and are not cut.`);
  const { max_length } = config.parameters;
  if (context !== null && max_length > context && lengths.longestTokens > context)
    return warning(
      `The model was made for ${context.toLocaleString('en-US')} tokens, and the longest row has ${lengths.longestTokens.toLocaleString('en-US')}.`,
      lengthChange(context),
    );
  const better = Math.min(context ?? Infinity, Math.ceil(lengths.longestTokens / lengthStep) * lengthStep);
  const action = better > max_length ? lengthChange(better) : null;
  const [looked, , each] = rowsLooked(rows);
  if (lengths.rows > 0 && lengths.lostRows >= lengths.rows - lengths.refusedRows)
    return stops(`At ${max_length.toLocaleString('en-US')} tokens no row keeps any of its answer.`, action);
  if (lengths.lostRows > 0)
    return warning(
      `${lengths.lostRows.toLocaleString('en-US')} of ${looked} lose their whole answer at ${max_length.toLocaleString('en-US')} tokens, ${lengths.cutRows.toLocaleString('en-US')} are cut.`,
      action,
    );
  const cut = `${lengths.cutRows.toLocaleString('en-US')} of ${looked} are cut at ${max_length.toLocaleString('en-US')} tokens; the longest has ${lengths.longestTokens.toLocaleString('en-US')}.`;
  if (lengths.cutRows > lengths.rows * fewRows) return warning(cut, action);
  if (lengths.cutRows > 0) return fine(cut, action);
  return fine(`None of ${each} is cut; the longest has ${countWords(lengths.longestTokens, 'token')}.`);
}

async function counted({ rows }: Asked): Promise<RowsCounted | Found> {
  if (rows === null) return nothingToCount;
  try {
    return await rows;
  } catch (error) {
    // Told by the check that it is about.
    if (isAppError(error, 'INVALID_INPUT')) return unknown('This is looked at when the rows are for the method.');
    throw error;
  }
}

/** As in `3 of 27 rows`, `all 27 rows` and `none of the 27 rows`. */
function rowsLooked({ lengths }: RowsCounted): [of: string, all: string, none: string] {
  const rows = countWords(lengths.rows, 'row');
  return lengths.complete ? [rows, `all ${rows}`, `the ${rows}`] : [`the first ${rows}`, `the first ${rows}`, `the first ${rows}`];
}

function lengthChange(max_length: number) {
  return change(`Take ${max_length.toLocaleString('en-US')} tokens`, { parameters: { max_length } });
}

/** Of a template's own words, as much as a sentence holds. */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
