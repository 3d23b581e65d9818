// Texts that tokenizers trip over, and conversations made of them; the same in every run.

const pieces = [
  'Hello  world', ' leading', 'trailing ', "It's I'M they'LL we'd", 'naïve café e\u0301 Å', '日本語のテキスト東京', '中文文本，很好。', '한국어 텍스트', '👍🏽', '👩‍👩‍👧 🇪🇺',
  '1234567 12 3.14', '½①Ⅷ', 'def f(x):\n    return x\n\n\n\ty', 'a\u00a0b\u3000c\u2028d\u0085e\ufefff', '<|im_end|>', '<|im_start|>user', '<|end|>\n\n', '<s> </s>', '<think>\n</think>',
  '<start_of_turn>', '[INST] [/INST]', '\r\n\r\n  \r\n', 'İstanbul ſ K ﬁ', 'مرحبا', 'नमस्ते', 'สวัสดี', '\u0001\u007f', 'a▁b ▁▁ c', '\'\'\' """ \\n // ###', 'x'.repeat(120), '   ', '\n', '\n\n\n', '\u200b\u200d\u2060',
  '𝔘𝔫𝔦', 'ǅ ʰʱ', 'e\u0301\u0301', "l'été d'ailleurs", "ÀÉ'S", '_snake_case CamelCase kebab-case', '{"a": [1, 2.5, null]}', '<html>&amp;</html>', 'https://example.com/?q=1&r=%20', '\t\tif (a && b) { return; }', 'Привет, как дела?', 'Γειά σου',
];

/** A small generator of its own, so that the rows are the same everywhere. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function variedTexts(count: number, seed = 1): string[] {
  const pick = numbers(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + pick(6) }, () => pieces[pick(pieces.length)] ?? '').join(['', ' ', '\n'][pick(3)] ?? ''),
  );
}

export type Turn = Readonly<{ role: string; content: string }>;

/** Conversations that end with the assistant; every third begins with a system message where `system` is true. */
export function variedChats(count: number, options: { system: boolean; seed?: number }): Turn[][] {
  const pick = numbers(options.seed ?? 2);
  const texts = variedTexts(count * 4, (options.seed ?? 2) + 100);
  const text = () => texts[pick(texts.length)] ?? '';
  return Array.from({ length: count }, (_, index) => {
    const turns: Turn[] = options.system && index % 3 === 0 ? [{ role: 'system', content: text() }] : [];
    for (let round = 0; round <= index % 3; round += 1) turns.push({ role: 'user', content: text() }, { role: 'assistant', content: text() });
    return turns;
  });
}
