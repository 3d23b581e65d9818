// Tokens that other tools on this computer keep: found for the person to take
// over, read only when they ask for it (reference hub-api 8).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPastedToken } from '@hubdesk/shared/account/token-format';
import type { Adoptable } from '@hubdesk/shared/contract/account';
import { AppError } from '@hubdesk/shared/errors';
import type { Ports } from '../ports/ports.ts';
import { Secret } from '../secrets/secret.ts';

export interface TokenSources {
  list(): Promise<Adoptable[]>;
  /** Rejects with NOT_FOUND when the source holds no token any more. */
  read(source: Adoptable['source']): Promise<Secret>;
}

export function createTokenSources({ env, paths }: Pick<Ports, 'env' | 'paths'>): TokenSources {
  const variable = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'].find((name) => env[name]?.trim());
  const file = tokenFile(env, paths.home);
  const places: Record<Adoptable['source'], { location: string; text(): Promise<string> }> = {
    hfTool: { location: file, text: () => readFile(file, { encoding: 'utf8' }) },
    environment: { location: variable ?? 'HF_TOKEN', text: async () => (variable && env[variable]) || '' },
  };

  async function tokenAt(source: Adoptable['source']): Promise<Secret | null> {
    const text = await places[source].text().catch(() => '');
    const { token, verdict } = readPastedToken(text);
    return verdict === 'plausible' || verdict === 'unusual' ? Secret.from(token) : null;
  }

  return {
    async list() {
      const sources: Adoptable['source'][] = ['environment', 'hfTool'];
      const found = await Promise.all(sources.map(async (source) => ((await tokenAt(source)) ? [{ source, location: places[source].location }] : [])));
      return found.flat();
    },
    async read(source) {
      const token = await tokenAt(source);
      if (!token) throw new AppError('NOT_FOUND', `There is no token in ${places[source].location} any more.`, { what: places[source].location });
      return token;
    },
  };
}

/** For a Hub that no other tool knows. */
export const noTokenSources: TokenSources = {
  list: async () => [],
  read: async (source) => {
    throw new AppError('NOT_FOUND', 'There is no token to take over here.', { what: source });
  },
};

function tokenFile(env: Ports['env'], home: string): string {
  const cache = env['XDG_CACHE_HOME'] || join(home, '.cache');
  return env['HF_TOKEN_PATH'] || join(env['HF_HOME'] || join(cache, 'huggingface'), 'token');
}
