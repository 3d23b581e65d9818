// A page that shows a model without running it, and says so: plain HTML and a style sheet beside it. It runs no
// script, and its own policy would not let one run.
import { pythonLiteral } from '../train/python-literal.ts';
import { titleOf } from './app-settings.ts';
import type { DeployConfig } from './deploy-config.ts';
import type { DeployModel } from './deployment.ts';

const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

export function staticPage(config: DeployConfig, model: DeployModel | null): string {
  const title = html(titleOf(config));
  const parts = [
    `<p class="emoji" aria-hidden="true">${html(config.emoji)}</p>`,
    `<h1>${title}</h1>`,
    config.description === '' ? '' : `<p class="lead">${html(config.description)}</p>`,
    config.model === null ? '' : aboutModel(config.model, model),
    config.examples.length === 0
      ? ''
      : `<h2>What it can be asked</h2>\n<ul>\n${config.examples.map((each) => `<li>${html(each)}</li>`).join('\n')}\n</ul>`,
    config.systemPrompt === '' ? '' : `<h2>What it is told first</h2>\n<pre>${html(config.systemPrompt)}</pre>`,
    config.model === null ? '' : running(config, config.model, model),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<main>
${parts.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

function aboutModel(id: string, model: DeployModel | null): string {
  const facts: [string, string][] = [['Model', link(id)]];
  if (model?.base) facts.push(['Adapter for', link(model.base.model)]);
  if (model?.facts.license) facts.push(['Licence', html(model.facts.license)]);
  if (model?.facts.parameters) facts.push(['Parameters', model.facts.parameters.toLocaleString('en-US')]);
  if (model?.facts.contextLength)
    facts.push(['Context', `${model.facts.contextLength.toLocaleString('en-US')} tokens`]);
  const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n');
  return `<p class="note">This page shows the model. It does not run it.</p>\n<dl>\n${rows}\n</dl>`;
}

function running({ question, template }: DeployConfig, id: string, model: DeployModel | null): string {
  const adapter = model?.kind === 'adapter';
  const task = {
    chat: 'text-generation',
    completion: 'text-generation',
    embeddings: 'feature-extraction',
    classification: 'text-classification',
    folder: 'text-generation',
  }[template];
  const asked =
    template === 'chat' ? `[{"role": "user", "content": ${pythonLiteral(question)}}]` : pythonLiteral(question);
  const code = `from transformers import pipeline\n\nmodel = pipeline(${pythonLiteral(task)}, model=${pythonLiteral(id)})\nprint(model(${asked}))`;
  const needs = `pip install transformers torch${adapter ? ' peft' : ''}`;
  return `<h2>Run it yourself</h2>\n<pre>${html(needs)}</pre>\n<pre>${html(code)}</pre>`;
}

function link(id: string): string {
  return `<a href="https://huggingface.co/${html(encodeURI(id))}" rel="noopener noreferrer" target="_blank">${html(id)}</a>`;
}

/** Any text as text within an element or between double quotes. What HTML has no character for becomes U+FFFD. */
function html(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '\ufffd').replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

export const staticStyle = `:root {
  color-scheme: light dark;
  font: 16px/1.6 system-ui, sans-serif;
}
body {
  margin: 0;
}
main {
  max-width: 44rem;
  margin: 0 auto;
  padding: 3rem 1.25rem;
  overflow-wrap: anywhere;
}
h1 {
  margin: 0;
  font-size: 2rem;
  line-height: 1.2;
}
h2 {
  margin: 2.5rem 0 0.75rem;
  font-size: 1.1rem;
}
.emoji {
  margin: 0 0 0.5rem;
  font-size: 2.5rem;
  line-height: 1;
}
.lead {
  margin: 0.5rem 0 0;
  opacity: 0.75;
}
.note {
  margin: 1.5rem 0;
  padding: 0.75rem 1rem;
  border-radius: 0.75rem;
  background: color-mix(in srgb, currentColor 8%, transparent);
}
dl {
  display: grid;
  grid-template-columns: max-content 1fr;
  gap: 0.25rem 1.5rem;
  margin: 0;
}
dt {
  opacity: 0.7;
}
dd {
  margin: 0;
}
ul {
  margin: 0;
  padding-left: 1.25rem;
}
pre {
  margin: 0.5rem 0;
  padding: 0.75rem 1rem;
  border-radius: 0.75rem;
  background: color-mix(in srgb, currentColor 8%, transparent);
  font: 0.875rem/1.6 ui-monospace, monospace;
  white-space: pre-wrap;
}
`;
