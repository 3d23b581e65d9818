// The files of a repo's first commit, as the Hub writes them.
import { GIT_ATTRIBUTES } from './upload-mode.ts';
import type { RepoType } from './repo-store.ts';

export function firstFiles(
  type: RepoType,
  name: string,
  options: { license?: string | undefined; sdk?: string | undefined },
): Record<string, string> {
  if (type === 'bucket') return {};
  const files: Record<string, string> = { '.gitattributes': GIT_ATTRIBUTES };
  const title = name.slice(name.indexOf('/') + 1);
  if (type === 'space') {
    files['README.md'] = `---\ntitle: ${title}\nsdk: ${options.sdk ?? 'static'}\n${
      options.sdk === 'gradio' || options.sdk === 'streamlit' ? 'app_file: app.py\n' : ''
    }pinned: false\n${options.license ? `license: ${options.license}\n` : ''}---\n`;
    if ((options.sdk ?? 'static') === 'static') {
      files['index.html'] =
        `<!doctype html>\n<html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
    }
  } else if (options.license) files['README.md'] = `---\nlicense: ${options.license}\n---\n`;
  return files;
}
