// Files as people have them: broken, in another encoding, packed, empty, or full
// of what is no file. Each gets one sentence on the screen and one next step.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDraft, openTab, verdict, whenChecked } from '../src/dataset-steps.ts';
import { asMessages, asSharegpt, conversations, lines } from '../src/sample-conversations.ts';
import { expect, test } from '../src/test.ts';

test('broken JSON is named by its line, shown, mended by hand and gone', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'broken.jsonl');
  const rows: unknown[] = conversations(80).map(asMessages);
  const text = lines([...rows.slice(0, 56), '{"messages": [{"role": "user", "content": "Hello', ...rows.slice(56)]);
  await writeFile(file, text);
  await openDraft(hubdesk, file);
  await whenChecked(page);
  await expect(verdict(page)).toHaveText('Ready for SFT, but for 1 row');
  const found = page.getByRole('region', { name: 'What was found' });
  await expect(found).toContainText('Not JSON');
  await expect(found).toContainText('The loader stops at the first one.');
  await found.getByRole('button', { name: /^line 57/ }).click();
  const row = page.getByRole('region', { name: 'The open row' });
  await expect(row.getByRole('heading', { name: 'Line 57' })).toBeVisible();
  await expect(row).toContainText('Not JSON');
  await row.getByRole('radio', { name: 'JSON' }).click();
  const editor = row.getByRole('textbox', { name: 'The row as JSON' });
  await expect(editor).toHaveValue(/"Hello$/);
  await editor.fill('{"messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi."}]}');
  await row.getByRole('button', { name: /^Save the change/ }).click();
  await expect(row).toContainText('changed by hand');
  await expect(verdict(page)).toHaveText('Ready for SFT');
  await expect(found).toBeHidden();
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a file in UTF-16 is read, and said to be', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'from-windows.jsonl');
  await writeFile(
    file,
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines(conversations(40).map(asMessages)), 'utf16le')]),
  );
  await openDraft(hubdesk, file);
  await whenChecked(page);
  await expect(verdict(page)).toHaveText('Ready for SFT');
  await expect(page.getByText('40 rows').first()).toBeVisible();
  const about = page.getByRole('region', { name: 'About the files' });
  await expect(about).toContainText(
    'UTF-16. It is read as such; the new file is written as UTF-8, which trainers want.',
  );
});

test('gzip under the name of JSONL is read through', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'packed.jsonl');
  await writeFile(file, gzipSync(lines(conversations(40).map(asSharegpt))));
  await openDraft(hubdesk, file);
  await whenChecked(page);
  await expect(verdict(page)).toHaveText('SFT, once it is mapped');
  await expect(page.getByText('40 rows').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'About the files' })).toContainText('Compressed. It is read through');
});

test('an empty file says that it is empty, and how to go on', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'nothing.jsonl');
  await writeFile(file, '');
  await openDraft(hubdesk, file);
  await expect(page.getByRole('heading', { name: 'Nothing to train on' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open other files' })).toBeVisible();
  await expect(page.getByText('Empty. There is nothing in this file.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Rows' })).toContainText('No rows');
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
  const upload = await openTab(page, 'Upload');
  await expect(upload.getByRole('button', { name: /^Upload \d/ })).toBeHidden();
});

test('a folder with a link to itself and a socket opens with the rest', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const folder = join(home, 'mixed');
  await mkdir(join(folder, 'deep'), { recursive: true });
  await writeFile(join(folder, 'deep', 'talks.jsonl'), lines(conversations(30).map(asMessages)));
  await symlink(folder, join(folder, 'deep', 'again'));
  const socket = createServer().listen(join(folder, 'talk.sock'));
  await openDraft(hubdesk, folder, 'folder');
  await whenChecked(page);
  socket.close();
  await expect(verdict(page)).toHaveText('Ready for SFT');
  await expect(page.getByText('30 rows').first()).toBeVisible();
  const left = page.getByRole('group').filter({ hasText: '2 entries were left out' });
  await left.getByText('2 entries were left out').click();
  for (const name of ['deep/again', 'talk.sock']) {
    await expect(left.getByRole('listitem').filter({ hasText: name })).toContainText('Not a file');
  }
});

test('text that is no dataset says what to open instead', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'picture.png');
  await writeFile(file, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await openDraft(hubdesk, file);
  await expect(page.getByRole('heading', { name: 'Nothing to train on' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'About the files' })).toContainText(
    'Not a known format. Neither its name nor its beginning says what it is. JSONL, JSON, CSV, TSV, Parquet and text can be read.',
  );
});

test('a file that was written anew meanwhile is checked again as it is now', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'growing.jsonl');
  await writeFile(file, lines(conversations(20).map(asMessages)));
  await openDraft(hubdesk, file);
  await whenChecked(page);
  await writeFile(file, lines(conversations(35).map(asMessages)));
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('35 rows').first()).toBeVisible();
  await expect(verdict(page)).toHaveText('Ready for SFT');
});
