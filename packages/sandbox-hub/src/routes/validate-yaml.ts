// `POST /api/validate-yaml`: whether the metadata at the head of a README.md can be read.
import { z } from 'zod';
import { readJson } from '../http/read-body.ts';
import { json, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { parseCard } from '../repos/card.ts';

const wishShape = z.looseObject({ content: z.string(), repoType: z.string().nullish() });
const SDKS = ['gradio', 'docker', 'static', 'streamlit'];

export function validateYamlRoutes(): Route[] {
  return [{ method: 'POST', pattern: '/api/validate-yaml', answer: validate }];
}

async function validate(request: HubRequest): Promise<Reply> {
  const { content, repoType } = await readJson(request, wishShape);
  const { card, error } = parseCard(content);
  const errors = error ? [{ message: error }] : [];
  if (!error && repoType === 'space' && !(typeof card.sdk === 'string' && SDKS.includes(card.sdk))) {
    errors.push({ message: `"sdk" must be one of ${SDKS.join(', ')}` });
  }
  for (const key of ['license', 'pipeline_tag', 'library_name']) {
    const value = card[key];
    if (value !== undefined && typeof value !== 'string' && !Array.isArray(value))
      errors.push({ message: `"${key}" must be a string` });
  }
  const warnings =
    Object.keys(card).length === 0 && !error ? [{ message: 'empty or missing yaml metadata in repo card' }] : [];
  return json({ errors, warnings }, {}, errors.length > 0 ? 400 : 200);
}
