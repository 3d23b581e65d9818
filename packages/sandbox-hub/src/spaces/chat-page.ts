// The page of the Sandbox's own app: plain HTML and one script, which asks the same endpoints as any client.

export function chatPage(title: string, endpoint: string): string {
  const shown = title.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${shown}</title>
<style>
:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
body{max-width:44rem;margin:0 auto;padding:2rem 1rem;display:flex;flex-direction:column;min-height:calc(100vh - 4rem)}
h1{font-size:1.3rem;margin:0}header p{margin:0;opacity:.7;font-size:.9rem}
ol{list-style:none;padding:0;flex:1;display:flex;flex-direction:column;gap:.75rem}
li{padding:.6rem .9rem;border-radius:1rem;max-width:85%;white-space:pre-wrap;overflow-wrap:anywhere}
li.you{align-self:flex-end;background:color-mix(in srgb,currentColor 12%,transparent)}
li.model{align-self:flex-start;background:color-mix(in srgb,#f0883e 16%,transparent)}
form{display:flex;gap:.5rem}textarea{flex:1;font:inherit;padding:.6rem;border-radius:.75rem;border:1px solid #8886;resize:vertical}
button{font:inherit;padding:0 1.2rem;border-radius:.75rem;border:0;background:#f0883e;color:#1a0f00;cursor:pointer}button:disabled{opacity:.5}
</style></head><body data-endpoint="${endpoint}">
<header><h1>${shown}</h1><p>The Sandbox's own page, in the place of this Space's app.</p></header>
<ol id="turns" aria-live="polite"></ol>
<form id="form"><textarea id="message" rows="2" aria-label="Message" required></textarea><button>Send</button></form>
<script src="page.js"></script></body></html>
`;
}

export const CHAT_PAGE_SCRIPT = `'use strict';
const form = document.getElementById('form');
const message = document.getElementById('message');
const turns = document.getElementById('turns');
const add = (who, text) => {
  const item = document.createElement('li');
  item.className = who;
  item.textContent = text;
  turns.append(item);
  return item;
};
const shown = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
message.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
});
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = message.value.trim();
  if (!text) return;
  message.value = '';
  form.querySelector('button').disabled = true;
  add('you', text);
  const answer = add('model', '…');
  const done = () => { form.querySelector('button').disabled = false; message.focus(); };
  try {
    const call = 'gradio_api/call/' + document.body.dataset.endpoint;
    const sent = await fetch(call, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: [text] }),
    });
    const { event_id, error } = await sent.json();
    if (!event_id) throw new Error(error);
    const source = new EventSource(call + '/' + event_id);
    source.addEventListener('generating', ({ data }) => { answer.textContent = shown(JSON.parse(data)[0]); });
    source.addEventListener('complete', ({ data }) => { answer.textContent = shown(JSON.parse(data)[0]); source.close(); done(); });
    source.addEventListener('error', ({ data }) => { if (data) answer.textContent = data; source.close(); done(); });
  } catch (error) {
    answer.textContent = String(error.message || error);
    done();
  }
});
`;
