const languages: Readonly<Record<string, string>> = {
  py: 'python',
  md: 'markdown',
  yml: 'yaml',
  yaml: 'yaml',
  json: 'json',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  html: 'xml',
  svg: 'xml',
  css: 'css',
  sh: 'bash',
  toml: 'ini',
  ini: 'ini',
};

/** What a file is coloured as, by its name; null for what has no colours. */
export function codeLanguage(path: string): string | null {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  return (extension !== undefined && languages[extension]) || null;
}
