// The page where a person approves a device login. They show who they are with one of the account's tokens, since a
// Sandbox has no passwords: any other proof could be given by every program on the machine.
import type { Reply } from '../http/reply.ts';

export function devicePage(userCode: string, note = '', status = 200): Reply {
  return page(
    status,
    `${note === '' ? '' : `<p role="alert"><strong>${escaped(note)}</strong></p>`}
<p>A program asks to act in your name. Approve only a code that you see there.</p>
<form method="post" action="/oauth/device/decision">
<p><label>Code<br><input name="user_code" value="${escaped(userCode)}" required autocomplete="off" autocapitalize="characters"></label></p>
<p><label>A token of your account, to show who you are<br><input name="token" type="password" required autocomplete="off"></label></p>
<p><button name="decision" value="approve">Approve</button> <button name="decision" value="deny">Deny</button></p>
</form>`,
  );
}

export function decidedPage(text: string): Reply {
  return page(200, `<p>${escaped(text)}</p>`);
}

function page(status: number, content: string): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Device login · Sandbox Hub</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1rem;color-scheme:light dark}
input{font:inherit;width:100%;padding:.4rem;box-sizing:border-box}button{font:inherit;padding:.4rem 1rem}</style></head>
<body><p>Sandbox Hub</p><h1>Device login</h1>${content}</body></html>
`,
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
