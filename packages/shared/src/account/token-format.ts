// What was pasted into the token field: finds the token in it, and says what
// looks wrong. Advice only, but for a key that belongs to somebody else: that
// one is refused, because trying it would hand it to the wrong company.

export interface PastedToken {
  /** The token itself, freed of quotes, assignments and invisible characters; empty when there is none. */
  token: string;
  /** `unusual` may be tried all the same; `wrongKind` and `unusable` may not. */
  verdict: 'empty' | 'plausible' | 'unusual' | 'wrongKind' | 'unusable';
  /** One sentence on anything but `plausible`. */
  reason: string | null;
}

const longestPaste = 16_384;
const longestToken = 2_048;
// Zero-width characters, BOM, bidi marks, soft hyphen, and the spaces that look like one.
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const wideSpaces = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const hubToken = /\bhf_[A-Za-z0-9_]{4,}/g;
// hf_ and 34 letters or digits is what the token page makes; OAuth and JWT forms are longer.
const usualLength = 37;

const foreignKeys: readonly (readonly [RegExp, string])[] = [
  [/^sk-ant-/, 'an Anthropic key'],
  [/^sk-or-/, 'an OpenRouter key'],
  [/^sk-/, 'an OpenAI-style key'],
  [/^(AIza|AQ\.)/, 'a Google key'],
  [/^xai-/, 'an xAI key'],
  [/^gsk_/, 'a Groq key'],
  [/^r8_/, 'a Replicate key'],
  [/^(AKIA|ASIA)[A-Z0-9]{12}/, 'an AWS access key'],
  [/^(ghp_|gho_|github_pat_)/, 'a GitHub token'],
  [/^glpat-/, 'a GitLab token'],
];

/** Reads what a person pasted: a bare token, a quoted one, or a whole `export HF_TOKEN=…` line. */
export function readPastedToken(pasted: string): PastedToken {
  if (pasted.length > longestPaste) {
    return { token: '', verdict: 'unusable', reason: 'That is far longer than any token. Copy just the token and paste it again.' };
  }
  const text = pasted.replace(invisible, '').replace(wideSpaces, ' ').trim();
  if (text === '') return { token: '', verdict: 'empty', reason: null };

  const found = new Set(text.match(hubToken) ?? []);
  if (found.size > 1) {
    return { token: '', verdict: 'unusable', reason: 'There is more than one token in what you pasted. Paste the one you want to use.' };
  }
  const [only] = found;
  const token = only ?? unwrap(text);
  if (/\s/.test(token)) {
    return { token: '', verdict: 'unusable', reason: 'A token has no spaces or line breaks. Copy it again, with the copy button of the token page.' };
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return { token: '', verdict: 'unusable', reason: 'A token has only plain letters, digits and signs. Something else was copied along with it.' };
  }
  if (token.length > longestToken) {
    return { token: '', verdict: 'unusable', reason: 'That is longer than any token. Copy just the token and paste it again.' };
  }
  const foreign = foreignKeys.find(([pattern]) => pattern.test(token));
  if (foreign) {
    return { token: '', verdict: 'wrongKind', reason: `This looks like ${foreign[1]}, not a Hugging Face token, so it is not sent anywhere. Hugging Face tokens start with hf_.` };
  }
  if (token.startsWith('api_org')) {
    return { token, verdict: 'unusual', reason: 'This is an old organization token, which most of the Hub no longer accepts. A new one starts with hf_.' };
  }
  if (!token.startsWith('hf_')) {
    return { token, verdict: 'unusual', reason: 'Hugging Face tokens start with hf_. You can still try this one.' };
  }
  if (token.length < usualLength) {
    return { token, verdict: 'unusual', reason: 'This is shorter than tokens usually are; its end may be missing. You can still try it.' };
  }
  return { token, verdict: 'plausible', reason: null };
}

/** The value of an assignment or header line, without its quotes. */
function unwrap(text: string): string {
  const value = text
    .replace(/^(export|set|setx|\$env:)\s*/i, '')
    .replace(/^[A-Za-z_][A-Za-z0-9_]*\s*[=:]\s*/, '')
    .replace(/^Bearer\s+/i, '')
    .replace(/;$/, '')
    .trim();
  const quoted = /^(["'`])(.*)\1$/s.exec(value);
  return (quoted?.[2] ?? value).trim();
}
