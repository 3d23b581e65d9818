// Which kinds of secrets may stand in a row of text, told by the shape of
// well-known tokens. All but the key of AWS go on for 31 characters and more, each
// of them beyond the comma in ASCII: the scanner counts on it. The letter of an escape (`\n`) in front of one is no part of it.

const start = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt]))`;

const kinds: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['Hugging Face token', new RegExp(String.raw`${start}(?:hf|api_org|hf_oauth)_[A-Za-z0-9]{30,256}`)],
  ['Anthropic key', new RegExp(String.raw`${start}sk-ant-[A-Za-z0-9_-]{24,256}`)],
  ['OpenAI key', new RegExp(String.raw`${start}sk-(?:(?:proj|svcacct|or)-[A-Za-z0-9_-]{28,256}|[A-Za-z0-9]{32,256})`)],
  ['xAI key', new RegExp(String.raw`${start}xai-[A-Za-z0-9]{32,256}`)],
  ['Groq key', new RegExp(String.raw`${start}gsk_[A-Za-z0-9]{32,256}`)],
  ['Google key', new RegExp(String.raw`${start}AIza[A-Za-z0-9_-]{30,64}`)],
  ['AWS key', new RegExp(String.raw`${start}(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9_])`)],
  ['GitHub token', new RegExp(String.raw`${start}(?:gh[pousr]_[A-Za-z0-9]{36,256}|github_pat_[A-Za-z0-9_]{22,256})`)],
  ['Slack token', new RegExp(String.raw`${start}xox[abeprs]-[A-Za-z0-9-]{26,256}`)],
  ['private key', /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:\\[nr]){0,4}[A-Za-z0-9/]{24}/],
  [
    'signed token',
    new RegExp(String.raw`${start}eyJ[A-Za-z0-9_-]{8,500}\.[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{8,1000}`),
  ],
];

/** The kind of the first secret found, or null. Never the secret. */
export function credentialIn(text: string): string | null {
  for (const [kind, pattern] of kinds) if (pattern.test(text)) return kind;
  return null;
}

/** The letter of an escape such as `\n` directly before the @ is no name: `\n@app.route` is code. */
const address = /(?<!\\)[A-Za-z0-9._%+-]@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2}/;

/** `text` is as it stands in the file, escapes and all. */
export function holdsEmail(text: string): boolean {
  return address.test(text);
}
