// The shapes of well-known tokens, as regular expressions without what may stand
// before them: for the log, which takes them out, and for the check of a dataset,
// which names their kind. All but the key of AWS are 31 characters or longer,
// each of them beyond the comma in ASCII: the scanner of rows counts on it.

export const tokenShapes: readonly (readonly [kind: string, shape: string])[] = [
  ['Hugging Face token', String.raw`(?:hf|api_org|hf_oauth)_[A-Za-z0-9]{30,256}`],
  ['Anthropic key', String.raw`sk-ant-[A-Za-z0-9_-]{24,256}`],
  ['OpenAI key', String.raw`sk-(?:(?:proj|svcacct|or)-[A-Za-z0-9_-]{28,256}|[A-Za-z0-9]{32,256})`],
  ['xAI key', String.raw`xai-[A-Za-z0-9]{32,256}`],
  ['Groq key', String.raw`gsk_[A-Za-z0-9]{32,256}`],
  ['Google key', String.raw`AIza[A-Za-z0-9_-]{30,64}`],
  ['AWS key', String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9_])`],
  ['GitHub token', String.raw`(?:gh[pousr]_[A-Za-z0-9]{36,256}|github_pat_[A-Za-z0-9_]{22,256})`],
  ['Slack token', String.raw`xox[abeprs]-[A-Za-z0-9-]{26,256}`],
  ['signed token', String.raw`eyJ[A-Za-z0-9_-]{8,500}\.[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{8,1000}`],
];
