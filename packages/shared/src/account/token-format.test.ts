import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedToken } from './token-format.ts';

const token = `hf_${'a1B2'.repeat(8)}cD`;

describe('a pasted token', () => {
  it.each([
    ['bare', token],
    ['with spaces around it', `   ${token} \t`],
    ['with line breaks around it', `\n\r\n${token}\n`],
    ['in double quotes', `"${token}"`],
    ['in single quotes', `'${token}'`],
    ['in backticks', `\`${token}\``],
    ['as a whole export line', `export HF_TOKEN=${token}`],
    ['as a quoted export line', `export HF_TOKEN="${token}"`],
    ['as a Windows set line', `set HF_TOKEN=${token}`],
    ['as a PowerShell line', `$env:HF_TOKEN = "${token}"`],
    ['as an .env line', `HF_TOKEN='${token}'`],
    ['as a header', `Authorization: Bearer ${token}`],
    ['inside a command', `hf auth login --token ${token}`],
    ['twice', `${token}\n${token}`],
    ['after a byte order mark', `\ufeff${token}`],
    ['with zero-width characters inside', `${token.slice(0, 9)}\u200b${token.slice(9)}`],
    ['after a no-break space', `\u00a0${token}`],
  ])('is found when it comes %s', (_how, pasted) => {
    expect(readPastedToken(pasted)).toEqual({ token, verdict: 'plausible', reason: null });
  });

  it.each([
    ['sk-proj-abcdefghijklmnopqrstuvwxyz', 'OpenAI'],
    ['OPENAI_API_KEY=sk-abcdefghijklmnopqrstuvwxyz', 'OpenAI'],
    ['sk-ant-api03-abcdef', 'Anthropic'],
    ['AIzaSyAbcdefghijklmnop', 'Google'],
    ['ghp_abcdefghijklmnop', 'GitHub'],
  ])('is refused, unsent, when it is somebody else\'s key: %s', (pasted, owner) => {
    const read = readPastedToken(pasted);
    expect(read).toMatchObject({ token: '', verdict: 'wrongKind' });
    expect(read.reason).toContain(owner);
  });

  it.each([
    ['ten megabytes of text', 'x'.repeat(10_000_000)],
    ['two different tokens', `${token} hf_${'z'.repeat(34)}`],
    ['a sentence', 'my token is secret'],
    ['control characters', 'abc\u0000def'],
    ['letters of another script', 'токен'],
  ])('is unusable when it is %s', (_what, pasted) => {
    const read = readPastedToken(pasted);
    expect(read).toMatchObject({ token: '', verdict: 'unusable' });
    expect(read.reason).toMatch(/[a-z].*\./);
  });

  it('is unusual, but may be tried, when it is short or has another prefix', () => {
    expect(readPastedToken('hf_short12')).toMatchObject({ token: 'hf_short12', verdict: 'unusual' });
    expect(readPastedToken('mytoken')).toMatchObject({ token: 'mytoken', verdict: 'unusual' });
    expect(readPastedToken('api_org_abcdef')).toMatchObject({ verdict: 'unusual' });
  });

  it('is empty when nothing visible was pasted', () => {
    expect(readPastedToken(' \n\u200b')).toEqual({ token: '', verdict: 'empty', reason: null });
  });

  it('never repeats a character of the paste in its reason beyond its own words', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 200, unit: 'binary' }), (pasted) => {
        const { reason, token: read } = readPastedToken(pasted);
        expect(reason ?? '').not.toContain(pasted.trim());
        expect(read).toMatch(/^[\x21-\x7e]*$/);
      }),
    );
  });
});
