// How fast a dataset's tokens are counted, held against Python on the same rows in the same run: `tokenizers` alone on
// rendered text, in one thread and in two, and what a trainer does before it begins (template, tokens, mask, a row at a time).
//
//   node scripts/bench/token-count.bench.ts             24 MB of chats
//   BENCH_MB=100 node scripts/bench/token-count.bench.ts
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenWorkers } from '../../packages/core/src/datasets/tokens/token-workers.ts';
import { lineJobs, spread } from '../../packages/core/src/datasets/tokens/token-jobs.ts';
import { systemClock } from '../../packages/core/src/ports/clock.ts';
import { sourceWorkers } from '../../packages/core/src/ports/source-workers.ts';
import { z } from 'zod';

const MB = 1_000_000;
const bytesWanted = Number(process.env['BENCH_MB'] ?? 24) * MB;
const rounds = 3;
const environment = join(homedir(), '.cache/hubdesk/training-env');
const python = join(environment, 'bin/python');
const folder = join(tmpdir(), 'hubdesk-token-bench');
const dataset = join(folder, 'train.jsonl');

if (!existsSync(python)) {
  process.stderr.write(`There is no ${python} to compare with, and nothing to build a tokenizer with.\n`);
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const passages = await readPassages();
const chats = makeChats(passages);
await writeFile(dataset, chats.text);
runPython('build', passages.slice(0, 20_000));

const ours = best(await repeat(measureOurs));
const theirs = [1, 2].map((threads) => ({ threads, ...best(Array.from({ length: rounds }, () => measurePython('tokenizers', threads))) }));
const trainer = measurePython('trainer', 1);
const same = ours.tokens === trainer.tokens;

const line = (name: string, { seconds, tokens }: Measured) =>
  `${name.padEnd(46)} ${Math.round(chats.rows / seconds).toLocaleString('en').padStart(9)} rows/s ${Math.round(tokens / seconds).toLocaleString('en').padStart(11)} tokens/s`;
process.stdout.write(
  [
    `${chats.rows.toLocaleString('en')} conversations, ${(chats.bytes / MB).toFixed(0)} MB, ${ours.tokens.toLocaleString('en')} tokens; best of ${rounds}`,
    line('Hubdesk, two threads: template, tokens, mask', ours),
    `${''.padEnd(46)} first numbers after ${ours.firstMs.toFixed(0)} ms`,
    ...theirs.map((each) => line(`tokenizers (Python), tokens alone, ${each.threads} thread${each.threads > 1 ? 's' : ''}`, each)),
    line('transformers (Python): template, tokens, mask', trainer),
    `Hubdesk is ${(trainer.seconds / ours.seconds).toFixed(2)} times as fast as transformers; the same number of tokens: ${same}`,
    '',
  ].join('\n'),
);
if (!same) process.exitCode = 1;

interface Measured {
  seconds: number;
  tokens: number;
}

function best<T extends Measured>(all: readonly T[]): T {
  const [first, ...more] = all;
  if (!first) throw new Error('Nothing was measured');
  return more.reduce((a, b) => (b.seconds < a.seconds ? b : a), first);
}

async function repeat<T>(measure: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await measure());
  return all;
}

/** Real words in their real proportions: the documentation and code that came with the Python environment. */
async function readPassages(): Promise<string[]> {
  const root = join(environment, 'lib');
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.(py|md|rst|txt)$/.test(name)).sort();
  const found: string[] = [];
  let bytes = 0;
  for (const name of names.filter((_, at) => at % 7 === 0)) {
    const text = await readFile(join(root, name), 'utf8');
    for (const passage of text.split(/\n\n+/)) if (passage.length > 40 && passage.length < 4_000 && passage.isWellFormed()) found.push(passage);
    bytes += text.length;
    if (bytes > 1.2 * bytesWanted) break;
  }
  return found;
}

function makeChats(from: readonly string[]) {
  const lines: string[] = [];
  const index = { rows: [] as number[], offsets: [] as number[] };
  let bytes = 0;
  for (let at = 0; at + 1 < from.length && bytes < bytesWanted; at += 4) {
    const messages = from.slice(at, at + 4).map((content, turn) => ({ role: turn % 2 === 0 ? 'user' : 'assistant', content }));
    if (messages.length % 2 === 1) messages.pop();
    if (lines.length % 64 === 0) {
      index.rows.push(lines.length);
      index.offsets.push(bytes);
    }
    const text = `${JSON.stringify({ messages })}\n`;
    bytes += Buffer.byteLength(text);
    lines.push(text);
  }
  return { text: lines.join(''), rows: lines.length, bytes, index };
}

async function measureOurs(): Promise<Measured & { firstMs: number }> {
  const began = performance.now();
  const workers = createTokenWorkers({ workerScript: sourceWorkers, clock: systemClock, model: 'bench', folder: join(folder, 'model') });
  const jobs = spread(lineJobs({ file: 'train.jsonl', path: dataset, sizeBytes: chats.bytes, index: chats.index }));
  const count = workers.count({ kind: { format: 'messages', method: 'sft' }, mapping: null, jobs, rowsTotal: chats.rows, evaluationRows: 0 });
  let firstMs = 0;
  let tokens = 0;
  for await (const report of count.follow(1_024)) {
    if (firstMs === 0 && report.rows > 0) firstMs = performance.now() - began;
    tokens = report.tokens;
  }
  const seconds = (performance.now() - began) / 1_000;
  await workers.close();
  return { seconds, tokens, firstMs };
}

function measurePython(what: 'tokenizers' | 'trainer', threads: number): Measured {
  return z.object({ seconds: z.number(), tokens: z.number() }).parse(JSON.parse(runPython(what, [], threads)));
}

function runPython(mode: string, lines: readonly string[], threads = 2): string {
  const script = `
import json, os, sys, time
mode, folder, dataset = sys.argv[1:4]
model = os.path.join(folder, "model")
CHATML = "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\\\n' }}{%- if message.role == 'assistant' %}{% generation %}{{ message.content + '<|im_end|>\\\\n' }}{% endgeneration %}{%- else %}{{ message.content + '<|im_end|>\\\\n' }}{%- endif %}{%- endfor %}"
if mode == "build":
    from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers, decoders, trainers
    words = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(words), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    passages = json.load(sys.stdin)
    t.train_from_iterator(passages, trainers.BpeTrainer(vocab_size=50000, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    t.add_special_tokens([AddedToken(x, normalized=False) for x in ("<|im_start|>", "<|im_end|>")])
    os.makedirs(model, exist_ok=True)
    t.save(os.path.join(model, "tokenizer.json"))
    json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|im_end|>", "chat_template": CHATML}, open(os.path.join(model, "tokenizer_config.json"), "w"))
elif mode == "tokenizers":
    from tokenizers import Tokenizer
    rows = [json.loads(line)["messages"] for line in open(dataset, encoding="utf-8")]
    texts = ["".join("<|im_start|>" + m["role"] + "\\n" + m["content"] + "<|im_end|>\\n" for m in row) for row in rows]
    began = time.perf_counter()
    t = Tokenizer.from_file(os.path.join(model, "tokenizer.json"))
    tokens = 0
    for at in range(0, len(texts), 1000):
        tokens += sum(len(each.ids) for each in t.encode_batch(texts[at:at + 1000], add_special_tokens=False))
    print(json.dumps({"seconds": time.perf_counter() - began, "tokens": tokens}))
else:
    from transformers import PreTrainedTokenizerFast
    began = time.perf_counter()
    t = PreTrainedTokenizerFast.from_pretrained(model)
    tokens = 0
    for line in open(dataset, encoding="utf-8"):
        made = t.apply_chat_template(json.loads(line)["messages"], tokenize=True, return_dict=True, return_assistant_tokens_mask=True)
        tokens += len(made["input_ids"])
    print(json.dumps({"seconds": time.perf_counter() - began, "tokens": tokens}))
`;
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, mode, folder, dataset], {
    input: JSON.stringify(lines),
    encoding: 'utf8',
    maxBuffer: 64 * MB,
    env: { ...process.env, HF_HUB_OFFLINE: '1', RAYON_NUM_THREADS: String(threads), TOKENIZERS_PARALLELISM: threads > 1 ? 'true' : 'false' },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
