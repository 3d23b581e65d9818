// The alphabet of byte-level tokenizers: every byte as one printable character
// (GPT-2's `bytes_to_unicode`).

const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);

const letters = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();
const bytes = new Map(letters.map((letter, byte) => [letter, byte]));
const encoder = new TextEncoder();

export function toByteLetters(text: string): string {
  let word = '';
  for (const byte of encoder.encode(text)) word += letters[byte];
  return word;
}

/** The bytes of a word of byte letters, or null where another letter is among them. */
export function fromByteLetters(word: string): Uint8Array | null {
  const answer = new Uint8Array(word.length);
  for (let index = 0; index < word.length; index += 1) {
    const byte = bytes.get(word[index] ?? '');
    if (byte === undefined) return null;
    answer[index] = byte;
  }
  return answer;
}
