// AssemblyScript. Reads rows of JSON out of a buffer, strictly as JSON.parse does, and notes what it found of each: the
// row's place, a hash of its content, its shape, and a bit a problem. What it cannot decide for sure it marks `UNSURE`,
// and the reference in TypeScript (`facts-of-row.ts`) decides. It never allocates and never reads a row twice but for
// hashing. Compiled by `scripts/scanner-wasm.ts` into `scanner-wasm.ts`.

// ---- memory: the layout that `scanner.ts` knows too ----
const KEYS: usize = 0x2000; // hashes of the top-level keys of this row
const MAX_KEYS: i32 = 2048;
const MESSAGE_KEYS: usize = 0x6000; // hashes of the keys of this message
const MAX_MESSAGE_KEYS: i32 = 64;
const KNOWN_KEYS: usize = 0x6400; // key sequences known to hold no key twice
const STACK: usize = 0x7000;
const EXPECTED: usize = 0x8000; // what stood at each place of the row before: see `expectedKey`
const MAX_EXPECTED: i32 = 64;
const MAX_DEPTH: i32 = 4096;
const CLASSES: usize = 0x1000; // what may follow a backslash, which bytes are in tokens
const OUT_HASH: usize = 0x10000;
const OUT_SHAPE: usize = 0x18000;
const OUT_OFFSET: usize = 0x20000;
const OUT_LENGTH: usize = 0x24000;
const OUT_FLAGS: usize = 0x28000;
const OUT_SEQUENCE: usize = 0x2c000;
const MAX_ROWS: i32 = 4096;

// ---- flags of a row, as `row-flags.ts` names them ----
const INVALID_JSON: u32 = 1 << 0;
const NOT_AN_OBJECT: u32 = 1 << 1;
const INVALID_UTF8: u32 = 1 << 2;
const UNKNOWN_ROLE: u32 = 1 << 3;
const SYSTEM_NOT_FIRST: u32 = 1 << 4;
const NOT_ALTERNATING: u32 = 1 << 5;
const LAST_NOT_ASSISTANT: u32 = 1 << 6;
const NO_ANSWER: u32 = 1 << 7;
const EMPTY_ANSWER: u32 = 1 << 8;
const EMPTY_MESSAGE: u32 = 1 << 9;
const EMPTY_ROW: u32 = 1 << 10;
const NO_PREFERENCE: u32 = 1 << 11;
const VERY_LONG: u32 = 1 << 12;
const EMAIL: u32 = 1 << 13;
const SECRET_MAYBE: u32 = 1 << 14;
const BLANK_LINE: u32 = 1 << 15;
const UNSURE: u32 = 1 << 16;
const CARRIAGE_RETURN: u32 = 1 << 17;
const AS_BEFORE: u32 = 1 << 18; // no other flag, and the shape and the sequence of the last row without one

const VERY_LONG_BYTES: u32 = 2000000;

// ---- why a row is not JSON, as `json-fault.ts` words them ----
const FAULT_END: i32 = 1;
const FAULT_OPEN_TEXT: i32 = 2;
const FAULT_CONTROL: i32 = 3;
const FAULT_ESCAPE: i32 = 4;
const FAULT_NUMBER: i32 = 5;
const FAULT_WORD: i32 = 6;
const FAULT_KEY: i32 = 7;
const FAULT_COLON: i32 = 8;
const FAULT_COMMA: i32 = 9;
const FAULT_TRAILING_COMMA: i32 = 10;
const FAULT_REST: i32 = 11;

// ---- what a value is; `shape` is folded from these ----
const T_NULL: u64 = 1;
const T_BOOLEAN: u64 = 2;
const T_NUMBER: u64 = 3;
const T_TEXT: u64 = 4;
const T_LIST: u64 = 5;
const T_OBJECT: u64 = 6;

// ---- columns with a meaning ----
const C_NONE: i32 = 0;
const C_MESSAGES: i32 = 1; // messages, conversations, conversation
const C_PROMPT: i32 = 2;
const C_COMPLETION: i32 = 3;
const C_CHOSEN: i32 = 4;
const C_REJECTED: i32 = 5;
const C_ANSWER: i32 = 6; // output, answer, response
const C_QUESTION: i32 = 7; // question, text
const C_INSTRUCTION: i32 = 8;
const C_INPUT: i32 = 9;

const K1: u64 = 0x9e3779b97f4a7c15;
const K2: u64 = 0xc2b2ae3d27d4eb4f;
const K3: u64 = 0x165667b19e3779f9;
const K4: u64 = 0xd6e8feb86659fd93;

let limit: usize = 0; // end of the bytes at hand; a 0 stands there
let multiline: bool = false; // rows of an array: line ends are white space
let faultCode: i32 = 0;
let faultAt: usize = 0;
let escaped: bool = false; // the last text had a backslash
let flags: u32 = 0;
let shape: u64 = 0;
let sequence: u32 = 0;
let shapeBefore: u64 = 0;
let sequenceBefore: u32 = 0;
let valueType: u64 = 0;
let valueEmpty: bool = false;

// what scan() reports beside the rows
let consumedTo: usize = 0;
let arrayState: i32 = 0;
let bracket: bool = false;

export function consumed(): usize {
  return consumedTo;
}
export function state(): i32 {
  return arrayState;
}
/** Whether the values stand in an array. */
export function inArray(): bool {
  return bracket;
}
/** Code and place of the fault of one row, asked again for an example: see `explain`. */
export function faultCodeOf(): i32 {
  return faultCode;
}
export function faultOffset(): usize {
  return faultAt;
}

export function init(): void {
  for (let c = 0; c < 256; c++) {
    let k = 0;
    if (c == 0x22 || c == 0x5c || c == 0x2f || c == 0x62 || c == 0x66 || c == 0x6e || c == 0x72 || c == 0x74) k |= 1;
    if (isHex(c)) k |= 2;
    if ((c | 32) >= 0x61 && (c | 32) <= 0x7a) k |= 4; // letter
    if (c >= 0x30 && c <= 0x39) k |= 8;
    if (k & 12 || c == 0x5f || c == 0x2d) k |= 16; // in a token
    if (k & 12 || c == 0x2e || c == 0x5f || c == 0x25 || c == 0x2b || c == 0x2d) k |= 32; // before an @
    if (k & 12 || c == 0x2d) k |= 64; // in a domain's label
    if (c == 0x20 || c == 0x09 || c == 0x0d || c == 0x0a) k |= 128;
    store<u8>(CLASSES + c, <u8>k);
  }
}

function isHex(c: i32): bool {
  return (c >= 0x30 && c <= 0x39) || ((c | 32) >= 0x61 && (c | 32) <= 0x66);
}

// @ts-ignore: decorator
@inline
function is(c: u32, k: u8): bool {
  return (load<u8>(CLASSES + c) & k) != 0;
}

// @ts-ignore: decorator
@inline
function byte(p: usize): u32 {
  return <u32>load<u8>(p);
}

// @ts-ignore: decorator
@inline
function fail(code: i32, p: usize): usize {
  faultCode = p >= limit && code != FAULT_OPEN_TEXT ? FAULT_END : code;
  faultAt = p;
  return 0;
}

// @ts-ignore: decorator
@inline
function white(p: usize): usize {
  let c = byte(p);
  if (c > 0x20) return p;
  while (c == 0x20 || c == 0x09 || c == 0x0d || (c == 0x0a && multiline)) c = byte(++p);
  return p;
}

/** From behind the opening quote to the closing one, or 0. */
function text(p: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const control = i8x16.splat(0x1f);
  escaped = false;
  while (true) {
    const block = v128.load(p);
    let hits = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(block, quote), i8x16.eq(block, backslash)), i8x16.eq(i8x16.min_u(block, control), block)),
    );
    if (hits == 0) {
      p += 16;
      continue;
    }
    const base = p;
    // The hits of this block one by one; an escape may end behind the block.
    while (true) {
      p = base + ctz(hits);
      const c = byte(p);
      if (c == 0x22) return p;
      if (c != 0x5c) return fail(p >= limit ? FAULT_OPEN_TEXT : c == 0x0a ? FAULT_OPEN_TEXT : FAULT_CONTROL, p);
      escaped = true;
      const e = byte(p + 1);
      if (e == 0x75) {
        if (!(is(byte(p + 2), 2) && is(byte(p + 3), 2) && is(byte(p + 4), 2) && is(byte(p + 5), 2))) {
          return badEscape(p, 6);
        }
        p += 6;
      } else {
        if (!is(e, 1)) return badEscape(p, 2);
        p += 2;
      }
      const passed = p - base;
      if (passed >= 16) break;
      hits &= -1 << <i32>passed;
      if (hits == 0) {
        p = base + 16;
        break;
      }
    }
  }
}

/** Of `n` bytes from `p`: wrong, or cut off. */
function badEscape(p: usize, n: usize): usize {
  return p + n > limit ? fail(FAULT_OPEN_TEXT, limit) : fail(FAULT_ESCAPE, p);
}

function numberAt(p: usize): usize {
  let c = byte(p);
  if (c == 0x2d) c = byte(++p);
  if (c == 0x30) c = byte(++p);
  else if (is(c, 8)) {
    do c = byte(++p);
    while (is(c, 8));
  } else return fail(FAULT_NUMBER, p);
  if (c == 0x2e) {
    c = byte(++p);
    if (!is(c, 8)) return fail(FAULT_NUMBER, p);
    do c = byte(++p);
    while (is(c, 8));
  }
  if ((c | 32) == 0x65) {
    c = byte(++p);
    if (c == 0x2b || c == 0x2d) c = byte(++p);
    if (!is(c, 8)) return fail(FAULT_NUMBER, p);
    do c = byte(++p);
    while (is(c, 8));
  }
  return p;
}

/** A number, true, false or null at `p`; sets `valueType`. */
function plain(p: usize): usize {
  const c = byte(p);
  if (c == 0x2d || is(c, 8)) {
    valueType = T_NUMBER;
    return numberAt(p);
  }
  if (c == 0x74 && load<u32>(p) == 0x65757274) {
    valueType = T_BOOLEAN;
    return p + 4;
  }
  if (c == 0x66 && load<u32>(p + 1) == 0x65736c61) {
    valueType = T_BOOLEAN;
    return p + 5;
  }
  if (c == 0x6e && load<u32>(p) == 0x6c6c756e) {
    valueType = T_NULL;
    return p + 4;
  }
  // A word cut off by the end of the bytes at hand is an end, not a wrong word.
  if ((c == 0x74 || c == 0x66 || c == 0x6e) && p + 5 > limit) {
    let q = p;
    while (q < limit && is(byte(q), 4)) q++;
    if (q >= limit) return fail(FAULT_END, q);
  }
  return fail(FAULT_WORD, p);
}

/** Any value at `p` but a text at top level, without a look inside. Returns its end, or 0. */
function skipValue(p: usize): usize {
  const c = byte(p);
  if (c == 0x7b) return skipNested(p, 0, false);
  if (c == 0x5b) return skipNested(p, 0, false);
  if (c == 0x22) {
    p = text(p + 1);
    return p ? p + 1 : 0;
  }
  return plain(p);
}

/** The rest of an array behind one of its values. */
// @ts-ignore: decorator
@inline
function skipRestOfArray(p: usize): usize {
  store<u8>(STACK, 0);
  return skipNested(p, 1, true);
}

/** Objects and arrays with a stack of a byte a level: 1 object, 0 array. */
function skipNested(p: usize, depth: i32, afterValue: bool): usize {
  while (true) {
    if (!afterValue) {
      p = white(p);
      const c = byte(p);
      if (c == 0x7b) {
        if (depth >= MAX_DEPTH) return tooDeep();
        store<u8>(STACK + depth++, 1);
        p = white(p + 1);
        if (byte(p) == 0x7d) {
          p++;
          depth--;
        } else {
          p = keyAndColon(p, FAULT_KEY);
          if (!p) return 0;
          continue;
        }
      } else if (c == 0x5b) {
        if (depth >= MAX_DEPTH) return tooDeep();
        store<u8>(STACK + depth++, 0);
        p = white(p + 1);
        if (byte(p) == 0x5d) {
          p++;
          depth--;
        } else continue;
      } else if (c == 0x22) {
        p = text(p + 1);
        if (!p) return 0;
        p++;
      } else {
        p = plain(p);
        if (!p) return 0;
      }
    }
    afterValue = false;
    // Behind a value: close what ends here.
    while (true) {
      if (depth == 0) return p;
      p = white(p);
      const c = byte(p);
      const object = load<u8>(STACK + depth - 1) == 1;
      if (c == 0x2c) {
        p = white(p + 1);
        if (object) {
          p = keyAndColon(p, byte(p) == 0x7d ? FAULT_TRAILING_COMMA : FAULT_KEY);
          if (!p) return 0;
        } else if (byte(p) == 0x5d) return fail(FAULT_TRAILING_COMMA, p);
        break;
      }
      if (c != (object ? <u32>0x7d : <u32>0x5d)) return fail(FAULT_COMMA, p);
      p++;
      depth--;
    }
  }
}

function tooDeep(): usize {
  // Whether this is JSON is then JSON.parse's to say.
  flags |= UNSURE;
  faultCode = 0;
  return 0;
}

function keyAndColon(p: usize, code: i32): usize {
  if (byte(p) != 0x22) return fail(code, p);
  p = text(p + 1);
  if (!p) return 0;
  p = white(p + 1);
  if (byte(p) != 0x3a) return fail(FAULT_COLON, p);
  return p + 1;
}

// ---- hashes ----

// @ts-ignore: decorator
@inline
function mix(h: u64): u64 {
  h ^= h >> 32;
  h *= K1;
  h ^= h >> 29;
  h *= K2;
  h ^= h >> 32;
  return h;
}

function hashKey(p: usize, length: u32): u64 {
  let h: u64 = K3 ^ (<u64>length * K4);
  while (length > 8) {
    h = (rotl(h, 29) ^ load<u64>(p)) * K1;
    p += 8;
    length -= 8;
  }
  const rest = length == 0 ? 0 : load<u64>(p) & (<u64>-1 >> (64 - (length << 3)));
  return mix((rotl(h, 29) ^ rest) * K1);
}

// ---- what a column means ----

function columnOf(p: usize, length: u32): i32 {
  const head = load<u64>(p);
  if (length == 4) return <u32>head == 0x74786574 ? C_QUESTION : C_NONE; // text
  if (length == 5) return (head & 0xffffffffff) == 0x7475706e69 ? C_INPUT : C_NONE; // input
  if (length == 6) {
    const six = head & 0xffffffffffff;
    if (six == 0x74706d6f7270) return C_PROMPT;
    if (six == 0x6e65736f6863) return C_CHOSEN;
    if (six == 0x74757074756f || six == 0x726577736e61) return C_ANSWER; // output, answer
    return C_NONE;
  }
  if (length == 8) {
    if (head == 0x736567617373656d) return C_MESSAGES;
    if (head == 0x64657463656a6572) return C_REJECTED;
    if (head == 0x6e6f697473657571) return C_QUESTION; // question
    if (head == 0x65736e6f70736572) return C_ANSWER; // response
    return C_NONE;
  }
  if (length == 10) return head == 0x6974656c706d6f63 && load<u16>(p + 8) == 0x6e6f ? C_COMPLETION : C_NONE; // completi on
  if (length == 11) return instruction(p, head);
  if (length == 12 || length == 13) return conversation(p, head, length);
  return C_NONE;
}

function instruction(p: usize, head: u64): i32 {
  // instruct ion
  return head == 0x7463757274736e69 && load<u16>(p + 8) == 0x6f69 && load<u8>(p + 10) == 0x6e ? C_INSTRUCTION : C_NONE;
}

function conversation(p: usize, head: u64, length: u32): i32 {
  // conversa tion s
  if (head != 0x61737265766e6f63 || load<u32>(p + 8) != 0x6e6f6974) return C_NONE;
  return length == 12 || load<u8>(p + 12) == 0x73 ? C_MESSAGES : C_NONE;
}

/** Whether the text from `p` to `end` is empty or white; what is not ASCII or escaped by number is not decided here. */
function blank(p: usize, end: usize): bool {
  while (p < end) {
    const c = byte(p);
    if (c == 0x5c) {
      const e = byte(p + 1);
      if (e == 0x6e || e == 0x74 || e == 0x72 || e == 0x66) {
        p += 2;
        continue;
      }
      if (e == 0x75) flags |= UNSURE;
      return false;
    }
    if (c >= 0x80 && spaceBeyondAscii(p)) flags |= UNSURE;
    if (c != 0x20) return false;
    p++;
  }
  return true;
}

/** Whether a space that is not ASCII stands at `p`: U+00A0, U+1680, U+2000–200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF. */
function spaceBeyondAscii(p: usize): bool {
  const three = load<u32>(p) & 0xffffff;
  if ((three & 0xffff) == 0xa0c2) return true;
  if ((three & 0xffff) == 0x80e2) {
    const c = three >> 16;
    return c <= 0x8a || c == 0xa8 || c == 0xa9 || c == 0xaf;
  }
  return three == 0x809ae1 || three == 0x9f81e2 || three == 0x8080e3 || three == 0xbfbbef;
}

// ---- one message ----

let roleAt: usize = 0; // of `role`; 0 when missing or no text
let roleEnd: usize = 0;
let hasRole: bool = false;
let hasContent: bool = false;
let contentEmpty: bool = false;
let fromAt: usize = 0;
let fromEnd: usize = 0;
let hasFrom: bool = false;
let hasValue: bool = false;
let fromValueEmpty: bool = false;
let hasCalls: bool = false;

/** An object in a top-level list. Returns its end, or 0. */
function message(p: usize): usize {
  hasRole = hasContent = hasFrom = hasValue = hasCalls = false;
  contentEmpty = fromValueEmpty = false;
  roleAt = fromAt = 0;
  let keys = 0;
  p = white(p + 1);
  if (byte(p) == 0x7d) return p + 1;
  let seen = 0; // bits of the known keys
  while (true) {
    // 1 role, 2 content, 3 from, 4 value, 5 tool_calls
    let known = 0;
    const word = load<u64>(p);
    if ((word & 0xffffffffffffff) == 0x3a22656c6f7222) {
      // "role":
      known = 1;
      p += 7;
    } else if (word == 0x746e65746e6f6322 && load<u16>(p + 8) == 0x3a22) {
      // "content":
      known = 2;
      p += 10;
    } else {
      if (byte(p) != 0x22) return fail(keys + seen > 0 && byte(p) == 0x7d ? FAULT_TRAILING_COMMA : FAULT_KEY, p);
      const key = p + 1;
      const keyEnd = text(key);
      if (!keyEnd) return 0;
      if (escaped) flags |= UNSURE;
      const length = <u32>(keyEnd - key);
      const head = load<u64>(key);
      if (length == 4) {
        if (<u32>head == 0x656c6f72) known = 1;
        else if (<u32>head == 0x6d6f7266) known = 3;
      } else if (length == 7) {
        if ((head & 0xffffffffffffff) == 0x746e65746e6f63) known = 2;
      } else if (length == 5) {
        if ((head & 0xffffffffff) == 0x65756c6176) known = 4;
      } else if (length == 10) {
        if (head == 0x6c61635f6c6f6f74 && load<u16>(key + 8) == 0x736c) known = 5;
      }
      if (!known) {
        const hash = hashKey(key, length);
        for (let i = 0; i < keys; i++) if (load<u64>(MESSAGE_KEYS + (<usize>i << 3)) == hash) flags |= UNSURE;
        if (keys < MAX_MESSAGE_KEYS) store<u64>(MESSAGE_KEYS + (<usize>(keys++) << 3), hash);
        else flags |= UNSURE;
      }
      p = white(keyEnd + 1);
      if (byte(p) != 0x3a) return fail(FAULT_COLON, p);
      p++;
    }
    if (known) {
      if ((seen >> known) & 1) flags |= UNSURE;
      seen |= 1 << known;
    }
    p = white(p);
    const at = p;
    const first = byte(p);
    let empty = false;
    if (first == 0x22) {
      p = known == 1 ? usualRole(p) : text(p + 1);
      if (!p) return 0;
      if (known == 1 || known == 3) {
        if (escaped) flags |= UNSURE;
        if (known == 1) {
          roleAt = at + 1;
          roleEnd = p;
        } else {
          fromAt = at + 1;
          fromEnd = p;
        }
      } else if (known) {
        const c = byte(at + 1);
        if (c <= 0x22 || c == 0x5c || c >= 0x80) empty = blank(at + 1, p);
      }
      p++;
    } else {
      p = skipValue(p);
      if (!p) return 0;
      if (first == 0x6e) empty = true;
      else if (first == 0x5b) empty = byte(white(at + 1)) == 0x5d;
      else if (first == 0x7b) empty = byte(white(at + 1)) == 0x7d;
      if (known == 1) roleAt = 0;
      else if (known == 3) fromAt = 0;
    }
    if (known == 1) hasRole = true;
    else if (known == 2) {
      hasContent = true;
      contentEmpty = empty;
    } else if (known == 3) hasFrom = true;
    else if (known == 4) {
      hasValue = true;
      fromValueEmpty = empty;
    } else if (known == 5) hasCalls = !empty;
    p = white(p);
    const c = byte(p);
    if (c == 0x7d) return p + 1;
    if (c != 0x2c) return fail(FAULT_COMMA, p);
    p = white(p + 1);
  }
}

/** A text that is most often user, assistant or system: its closing quote, or 0. */
function usualRole(p: usize): usize {
  const word = load<u64>(p);
  escaped = false;
  if ((word & 0xffffffffffff) == 0x227265737522) return p + 5; // "user"
  if (word == 0x6174736973736122 && (load<u32>(p + 8) & 0xffffff) == 0x22746e) return p + 10; // "assista nt"
  if (word == 0x226d657473797322) return p + 7; // "system"
  return text(p + 1);
}

const S_UNKNOWN: i32 = 0;
const S_SYSTEM: i32 = 1;
const S_USER: i32 = 2;
const S_ASSISTANT: i32 = 3;
const S_TOOL: i32 = 4;

function sideOf(p: usize, end: usize, from: bool): i32 {
  if (!p) return S_UNKNOWN;
  const length = <u32>(end - p);
  const head = load<u64>(p);
  if (length == 4) {
    if (<u32>head == 0x72657375) return S_USER; // user
    if (<u32>head == 0x6c6f6f74) return S_TOOL; // tool
    return S_UNKNOWN;
  }
  if (length == 9) return head == 0x6e61747369737361 && load<u8>(p + 8) == 0x74 ? S_ASSISTANT : S_UNKNOWN; // assistan t
  if (length == 6 && (head & 0xffffffffffff) == 0x6d6574737973) return S_SYSTEM; // system
  if (!from) return S_UNKNOWN;
  if (length == 5) return (head & 0xffffffffff) == 0x6e616d7568 ? S_USER : S_UNKNOWN; // human
  if (length == 3) return (<u32>head & 0xffffff) == 0x747067 ? S_ASSISTANT : S_UNKNOWN; // gpt
  if (length == 7) return (head & 0xffffffffffffff) == 0x74706774616863 ? S_ASSISTANT : S_UNKNOWN; // chatgpt
  if (length == 11) {
    // observat ion
    return head == 0x746176726573626f && load<u16>(p + 8) == 0x6f69 && load<u8>(p + 10) == 0x6e ? S_TOOL : S_UNKNOWN;
  }
  if (length == 13) {
    // function _cal l
    return head == 0x6e6f6974636e7566 && load<u32>(p + 8) == 0x6c61635f && load<u8>(p + 12) == 0x6c ? S_ASSISTANT : S_UNKNOWN;
  }
  return S_UNKNOWN;
}

/** A list of the top level; a conversation when its first element is a message. Returns its end, or 0. */
function list(start: usize, column: i32, columnHash: u64): usize {
  let p = white(start + 1);
  valueEmpty = false;
  if (byte(p) == 0x5d) {
    valueEmpty = true;
    if (column >= C_MESSAGES && column <= C_REJECTED) flags |= EMPTY_ROW;
    return p + 1;
  }
  if (byte(p) != 0x7b) return skipNested(start, 0, false);
  let first = true;
  let from = false;
  let before = -1;
  let answered = false;
  let messageFlags: u32 = 0;
  let roles: u64 = columnHash;
  while (true) {
    let side = S_UNKNOWN;
    let empty = false;
    if (byte(p) == 0x7b) {
      p = message(p);
      if (!p) return 0;
      if (first) {
        if (!(hasRole && hasContent)) {
          if (!(hasFrom && hasValue)) return skipRestOfArray(p);
          from = true;
        }
      }
      const at = from ? fromAt : roleAt;
      const end = from ? fromEnd : roleEnd;
      side = sideOf(at, end, from);
      const role: u64 = side != S_UNKNOWN && !from ? side : at ? hashKey(at, <u32>(end - at)) : K4;
      roles = rotl(roles, 23) * K1 + role;
      empty = (from ? !hasValue || fromValueEmpty : !hasContent || contentEmpty) && !hasCalls;
    } else {
      p = skipValue(p);
      if (!p) return 0;
      roles = rotl(roles, 23) * K1 + K4;
      empty = true;
    }
    if (side == S_UNKNOWN) messageFlags |= UNKNOWN_ROLE;
    else if (side == S_SYSTEM && !first) messageFlags |= SYSTEM_NOT_FIRST;
    else if (side == before && (side == S_USER || side == S_ASSISTANT)) messageFlags |= NOT_ALTERNATING;
    if (side == S_ASSISTANT) answered = true;
    if (empty) messageFlags |= side == S_ASSISTANT ? EMPTY_ANSWER : EMPTY_MESSAGE;
    before = side;
    first = false;
    p = white(p);
    const c = byte(p);
    if (c == 0x5d) break;
    if (c != 0x2c) return fail(FAULT_COMMA, p);
    p = white(p + 1);
    if (byte(p) == 0x5d) return fail(FAULT_TRAILING_COMMA, p);
  }
  if (column != C_PROMPT) {
    if (!answered) messageFlags |= NO_ANSWER;
    else if (before != S_ASSISTANT) messageFlags |= LAST_NOT_ASSISTANT;
  }
  flags |= messageFlags;
  // Of several conversations in a row the order does not matter.
  sequence += <u32>(mix(roles ^ (from ? K2 : K3)) >> 32) | 1;
  return p + 1;
}

// ---- one row ----

let keyCount: i32 = 0;
let keySequence: u64 = 0;

/** The object at `p`. Returns its end, or 0. */
function row(p: usize): usize {
  keyCount = 0;
  keySequence = K2;
  let allEmpty = true;
  let chosenAt: usize = 0;
  let chosenEnd: usize = 0;
  let rejectedAt: usize = 0;
  let rejectedEnd: usize = 0;
  let instructed = false;
  let inputEmpty = false;
  p = white(p + 1);
  if (byte(p) == 0x7d) {
    flags |= EMPTY_ROW;
    return p + 1;
  }
  while (true) {
    const expected = EXPECTED + (<usize>(keyCount & (MAX_EXPECTED - 1)) << 6);
    let hash: u64;
    let column: i32;
    let keyEnd: usize;
    if (expectedKey(p, expected)) {
      hash = load<u64>(expected, 40);
      column = load<i32>(expected, 36);
      keyEnd = p + load<u32>(expected, 32) - 1;
    } else {
      if (byte(p) != 0x22) return fail(keyCount > 0 && byte(p) == 0x7d ? FAULT_TRAILING_COMMA : FAULT_KEY, p);
      keyEnd = text(p + 1);
      if (!keyEnd) return 0;
      const length = <u32>(keyEnd - p - 1);
      hash = hashKey(p + 1, length);
      column = columnOf(p + 1, length);
      if (escaped) flags |= UNSURE;
      else expect(p, length + 2, hash, column, expected);
    }
    if (keyCount < MAX_KEYS) store<u64>(KEYS + (<usize>(keyCount++) << 3), hash);
    else flags |= UNSURE;
    keySequence = rotl(keySequence, 27) * K1 + hash;
    p = white(keyEnd + 1);
    if (byte(p) != 0x3a) return fail(FAULT_COLON, p);
    p = white(p + 1);
    const at = p;
    const first = byte(p);
    let empty = false;
    if (first == 0x22) {
      p = text(p + 1);
      if (!p) return 0;
      valueType = T_TEXT;
      const c = byte(at + 1);
      if (c <= 0x22 || c == 0x5c || c >= 0x80) if (allEmpty || column) empty = blank(at + 1, p);
      p++;
    } else if (first == 0x5b) {
      p = list(p, column, hash);
      if (!p) return 0;
      empty = valueEmpty;
      valueType = T_LIST;
    } else if (first == 0x7b) {
      p = skipNested(p, 0, false);
      if (!p) return 0;
      empty = byte(white(at + 1)) == 0x7d;
      valueType = T_OBJECT;
    } else {
      p = plain(p);
      if (!p) return 0;
      empty = valueType == T_NULL;
    }
    if (load<u64>(expected, 40) == hash && load<u64>(expected, 48) == valueType) shape += load<u64>(expected, 56);
    else {
      const form = mix(hash + valueType * K4);
      shape += form;
      if (load<u64>(expected, 40) == hash) {
        store<u64>(expected, valueType, 48);
        store<u64>(expected, form, 56);
      }
    }
    if (!empty) allEmpty = false;
    if (column) {
      if (column == C_CHOSEN) {
        chosenAt = at;
        chosenEnd = p;
      } else if (column == C_REJECTED) {
        rejectedAt = at;
        rejectedEnd = p;
      } else if (column == C_INSTRUCTION) instructed = true;
      if (empty && (valueType == T_TEXT || valueType == T_NULL)) {
        if (column >= C_COMPLETION && column <= C_ANSWER) flags |= EMPTY_ANSWER;
        else if (column == C_INPUT) inputEmpty = true;
        else if (column == C_PROMPT || column == C_QUESTION || column == C_INSTRUCTION) flags |= EMPTY_MESSAGE;
      }
    }
    p = white(p);
    const c = byte(p);
    if (c == 0x7d) break;
    if (c != 0x2c) return fail(FAULT_COMMA, p);
    p = white(p + 1);
  }
  if (inputEmpty && !instructed) flags |= EMPTY_MESSAGE;
  if (allEmpty) flags = (flags & ~(EMPTY_ANSWER | EMPTY_MESSAGE)) | EMPTY_ROW;
  if (chosenAt && rejectedAt) comparePreference(chosenAt, chosenEnd, rejectedAt, rejectedEnd);
  const known = KNOWN_KEYS + (<usize>(keySequence >> 58) << 3);
  if (load<u64>(known) != keySequence) {
    if (keysRepeat()) flags |= UNSURE;
    else store<u64>(known, keySequence);
  }
  return p + 1;
}

/** Whether the key in its quotes at `p` is the one that stood at this place before, as it mostly is. */
// @ts-ignore: decorator
@inline
function expectedKey(p: usize, expected: usize): bool {
  return load<u32>(expected, 32) != 0 && v128.all_true<i8>(i8x16.eq(v128.and(v128.load(p), v128.load(expected, 16)), v128.load(expected)));
}

/** Remembers a key in its quotes: text, mask, length, column, hash, and of its value the type with the form it makes. */
function expect(p: usize, length: u32, hash: u64, column: i32, expected: usize): void {
  if (length > 16) {
    store<u32>(expected, 0, 32);
    store<u64>(expected, 0, 40);
    return;
  }
  const all = i8x16.splat(-1);
  v128.store(expected, keepFirst(v128.load(p), length));
  v128.store(expected, keepFirst(all, length), 16);
  store<u32>(expected, length, 32);
  store<i32>(expected, column, 36);
  store<u64>(expected, hash, 40);
  store<u64>(expected, 0, 48);
}

function keysRepeat(): bool {
  for (let i = 1; i < keyCount; i++) {
    const hash = load<u64>(KEYS + (<usize>i << 3));
    for (let k = 0; k < i; k++) if (load<u64>(KEYS + (<usize>k << 3)) == hash) return true;
  }
  return false;
}

/** Equal to the byte is equal; different for sure only where no other spelling of the same can be meant. */
function comparePreference(a: usize, aEnd: usize, b: usize, bEnd: usize): void {
  const length = min(aEnd - a, bEnd - b);
  const plainText = byte(a) == 0x22 && byte(b) == 0x22;
  let i: usize = 0;
  while (i + 16 <= length && v128.all_true<i8>(i8x16.eq(v128.load(a + i), v128.load(b + i)))) i += 16;
  while (i < length && byte(a + i) == byte(b + i)) i++;
  if (i == length) {
    if (aEnd - a == bEnd - b) flags |= NO_PREFERENCE;
    else flags |= UNSURE;
    return;
  }
  const x = byte(a + i);
  const y = byte(b + i);
  if (x == 0x5c || y == 0x5c || otherSpelling(a, i, plainText, x) || otherSpelling(a, i, plainText, y)) flags |= UNSURE;
}

function otherSpelling(a: usize, i: usize, plainText: bool, c: u32): bool {
  for (let k: usize = 1; k < 6 && k <= i; k++) if (byte(a + i - k) == 0x5c) return true;
  if (plainText || inText(a, i)) return false;
  return !is(c, 4) && c != 0x22 && c != 0x5b && c != 0x7b;
}

/** Whether the byte `i` of the value at `a` is inside one of its texts. */
function inText(a: usize, i: usize): bool {
  let inside = false;
  for (let k: usize = 0; k < i; k++) {
    const c = byte(a + k);
    if (c == 0x5c) k++;
    else if (c == 0x22) inside = !inside;
  }
  return inside;
}

// ---- the content of a row: its hash, and what stands out in it ----

let contentHash: u64 = 0;

/**
 * Hash, UTF-8, addresses and secrets. Every secret we know but one goes on for 31 bytes and more of letters, digits and a
 * few signs, none of them a space, a quote or another byte up to the comma (0x2c): so it covers a whole block of 16. The
 * key of AWS does not, and is told by its IA.
 */
function content(p: usize, end: usize): void {
  const start = p;
  const at = i8x16.splat(0x40);
  const separator = i8x16.splat(0x2c);
  const letterI = i8x16.splat(0x49);
  const letterA = i8x16.splat(0x41);
  let h0: u64 = K1 ^ <u64>(end - p);
  let h1: u64 = K2;
  let h2: u64 = K3;
  let h3: u64 = K4;
  let high = i8x16.splat(0);
  let secret = false;
  let email = false;
  let dense = false;
  while (p < end) {
    let v0 = v128.load(p);
    let v1 = v128.load(p, 16);
    if (p + 32 <= end) {
      h0 = (rotl(h0, 29) ^ load<u64>(p)) * K1;
      h1 = (rotl(h1, 29) ^ load<u64>(p, 8)) * K1;
      h2 = (rotl(h2, 29) ^ load<u64>(p, 16)) * K1;
      h3 = (rotl(h3, 29) ^ load<u64>(p, 24)) * K1;
    } else {
      for (let q = p; q < end; q += 8) {
        const left = end - q;
        const word = left >= 8 ? load<u64>(q) : load<u64>(q) & (<u64>-1 >> (64 - (left << 3)));
        h0 = (rotl(h0, 29) ^ word) * K2;
      }
      // What stands behind the row is not its own.
      if (end - p < 16) {
        v0 = keepFirst(v0, end - p);
        v1 = i8x16.splat(0);
      } else v1 = keepFirst(v1, end - p - 16);
    }
    high = v128.or(high, v128.or(v0, v1));
    const key0 = v128.and(i8x16.eq(v0, letterI), i8x16.eq(v128.load(p, 1), letterA));
    const key1 = v128.and(i8x16.eq(v1, letterI), i8x16.eq(v128.load(p, 17), letterA));
    const at0 = i8x16.eq(v0, at);
    const at1 = i8x16.eq(v1, at);
    if (v128.any_true(v128.or(v128.or(key0, key1), v128.or(at0, at1)))) {
      let keys = i8x16.bitmask(key0) | (i8x16.bitmask(key1) << 16);
      while (keys && !secret) {
        secret = awsKeyAt(p + ctz(keys), start, end);
        keys &= keys - 1;
      }
      let hits = i8x16.bitmask(at0) | (i8x16.bitmask(at1) << 16);
      while (hits && !email) {
        email = emailAt(p + ctz(hits), start, end);
        hits &= hits - 1;
      }
    }
    if (v128.any_true(i8x16.eq(i8x16.min_u(v0, separator), v0)) && v128.any_true(i8x16.eq(i8x16.min_u(v1, separator), v1))) dense = false;
    else {
      // A secret that covers a block began in it or in the one before.
      if (!secret) secret = secretsIn(dense || p == start ? p : p - 16, p + 32, start, end);
      dense = true;
    }
    p += 32;
  }
  if (secret) flags |= SECRET_MAYBE;
  if (email) flags |= EMAIL;
  if (i8x16.bitmask(high) && !validUtf8(start, end)) flags |= INVALID_UTF8;
  const h = mix((rotl(h0, 29) ^ h1) * K3 + (rotl(h2, 31) ^ h3) * K4 + h1 + h3);
  contentHash = h == 0 ? 1 : h;
}

/** Looks between `p` and `to` for pairs of bytes that stand in the secrets we know, by two tables of nibbles for each byte. */
function secretsIn(p: usize, to: usize, start: usize, end: usize): bool {
  const low4 = i8x16.splat(0x0f);
  // A bit a group: 1 f_ · 2 k- k_ · 4 i- · 8 [pousrtg]_ · 16 Iz · 32 Y- · 64 yJ · 128 xo
  const firstLow = i8x16(8, 0, 8, 8, 8, 8, 1, 8, -128, 4 | 16 | 32 | 64, 0, 2, 0, 0, 0, 8);
  const firstHigh = i8x16(0, 0, 0, 0, 16, 32, 1 | 2 | 4 | 8, 8 | 64 | -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const secondLow = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16 | 64, 0, 0, 2 | 4 | 32, 0, 1 | 2 | 8 | -128);
  const secondHigh = i8x16(0, 0, 2 | 4 | 32, 0, 64, 1 | 2 | 8, -128, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  for (; p < to; p += 16) {
    const v = v128.load(p);
    const n = v128.load(p, 1);
    const pair = v128.and(
      v128.and(i8x16.swizzle(firstLow, v128.and(v, low4)), i8x16.swizzle(firstHigh, i8x16.shr_u(v, 4))),
      v128.and(i8x16.swizzle(secondLow, v128.and(n, low4)), i8x16.swizzle(secondHigh, i8x16.shr_u(n, 4))),
    );
    if (!v128.any_true(pair)) continue;
    let hits = i8x16.bitmask(i8x16.ne(pair, i8x16.splat(0)));
    while (hits) {
      if (secretAt(p + ctz(hits), start, end)) return true;
      hits &= hits - 1;
    }
  }
  return false;
}

/** AKIA or ASIA with 16 more behind it, the `IA` of it at `p`. */
function awsKeyAt(p: usize, start: usize, end: usize): bool {
  const begin = p - 2;
  if (begin < start || byte(begin) != 0x41 || (byte(begin + 1) != 0x4b && byte(begin + 1) != 0x53)) return false;
  return behindNoWord(begin, start) && followed(p, end, 18);
}

function behindNoWord(begin: usize, start: usize): bool {
  return begin == start || !is(byte(begin - 1), 12) || byte(begin - 2) == 0x5c;
}

function followed(p: usize, end: usize, need: usize): bool {
  let q = p;
  while (q < end && is(byte(q), 16)) q++;
  return q - p >= need;
}

/** Puts the hash of the bytes from `p` to `end`, as rows get it, in the first place of the hashes. */
export function hash(p: usize, end: usize): void {
  content(p, end);
  store<u64>(OUT_HASH, contentHash);
}

function keepFirst(v: v128, count: usize): v128 {
  const order = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(v, i8x16.lt_u(order, i8x16.splat(<i8>count)));
}

/** Whether a secret may be around the pair of bytes at `p`; `credential-kinds.ts` decides. */
function secretAt(p: usize, start: usize, end: usize): bool {
  const c = byte(p);
  const d = byte(p + 1);
  let begin: usize = 0;
  let need: usize = 20;
  if (d == 0x5f) {
    if (c == 0x66) begin = p - 1; // hf_
    else if (c == 0x6b) begin = p - 2; // gsk_
    else if (c == 0x74) begin = p - 9; // github_pat_ (its second bar)
    else if (c == 0x67) begin = p - 6; // api_org_
    else begin = p - 2; // ghp_ and its like
    if (begin < start) return false;
    const head = load<u32>(begin);
    if (c == 0x66) {
      if (byte(begin) != 0x68) return false;
    } else if (c == 0x6b) {
      if (head != 0x5f6b7367) return false;
    } else if (c == 0x74) {
      if (head != 0x68746967) return false;
    } else if (c == 0x67) {
      if (head != 0x5f697061) return false;
    } else if ((head & 0xffff) != 0x6867) return false;
  } else if (d == 0x2d) {
    if (c == 0x59) {
      // PRIVATE KEY-----
      begin = p - 10;
      return begin >= start && load<u64>(begin) == 0x2045544156495250 && load<u32>(p + 1) == 0x2d2d2d2d;
    }
    if (c == 0x6b) {
      begin = p - 1; // sk-
      if (begin < start || byte(begin) != 0x73) return false;
    } else {
      begin = p - 2; // xai-
      if (begin < start || (load<u32>(begin) & 0xffff) != 0x6178) return false;
    }
  } else if (d == 0x7a) {
    begin = p - 1; // AIza
    if (begin < start || load<u32>(begin) != 0x617a4941) return false;
  } else if (d == 0x4a) {
    begin = p - 1; // eyJ
    if (begin < start || byte(begin) != 0x65) return false;
    need = 8;
  } else if (d == 0x6f) {
    begin = p; // xoxb-, xoxp-
    if (byte(p + 2) != 0x78 || byte(p + 4) != 0x2d) return false;
    need = 8;
  } else return false;
  return behindNoWord(begin, start) && followed(p + 2, end, need - 2);
}

/** An @ with a name before it and a domain with a dot behind it. The letter of an escape such as `\n` is no name. */
function emailAt(p: usize, start: usize, end: usize): bool {
  if (p < start + 1 || !is(byte(p - 1), 32)) return false;
  if (p >= start + 2 && byte(p - 2) == 0x5c) return false;
  let q = p + 1;
  let labels = 0;
  while (true) {
    if (labels > 0 && q + 1 < end && is(byte(q), 4) && is(byte(q + 1), 4)) return true;
    const label = q;
    while (q < end && is(byte(q), 64)) q++;
    if (q == label || q - label > 63 || q >= end || byte(q) != 0x2e) return false;
    q++;
    labels++;
  }
}

/**
 * UTF-8 by tables of nibbles: Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2020).
 */
function validUtf8(p: usize, end: usize): bool {
  const byte1High = i8x16(2, 2, 2, 2, 2, 2, 2, 2, -128, -128, -128, -128, 0x21, 0x01, 0x15, 0x49);
  const byte1Low = i8x16(-25, -93, -125, -125, -117, -53, -53, -53, -53, -53, -53, -53, -53, -37, -53, -53);
  const byte2High = i8x16(1, 1, 1, 1, 1, 1, 1, 1, -26, -82, -70, -70, 1, 1, 1, 1);
  const low4 = i8x16.splat(0x0f);
  const top = i8x16.splat(-128);
  const third = i8x16.splat(0x60);
  const fourth = i8x16.splat(0x70);
  const zero = i8x16.splat(0);
  let before = zero;
  let error = zero;
  // One block more than there are bytes, so that a sequence cut off at the end is found.
  while (p < end + 16) {
    let block = zero;
    if (p < end) {
      block = v128.load(p);
      if (p + 16 > end) block = keepFirst(block, end - p);
    }
    if (!i8x16.bitmask(v128.or(block, before))) {
      before = block;
      p += 16;
      while (p + 32 <= end && !i8x16.bitmask(v128.or(v128.load(p), v128.load(p, 16)))) p += 32;
      continue;
    }
    const prev1 = i8x16.shuffle(before, block, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    const prev2 = i8x16.shuffle(before, block, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    const prev3 = i8x16.shuffle(before, block, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
    const special = v128.and(
      v128.and(i8x16.swizzle(byte1High, i8x16.shr_u(prev1, 4)), i8x16.swizzle(byte1Low, v128.and(prev1, low4))),
      i8x16.swizzle(byte2High, i8x16.shr_u(block, 4)),
    );
    // The top bit stays where a lead of three stands two bytes before, or a lead of four three bytes before.
    const must = v128.and(v128.or(i8x16.sub_sat_u(prev2, third), i8x16.sub_sat_u(prev3, fourth)), top);
    error = v128.or(error, v128.xor(must, special));
    before = block;
    p += 16;
  }
  return !v128.any_true(error);
}

// ---- rows of a buffer ----

/** The next line end from `p`, or `limit`. */
function lineEnd(p: usize): usize {
  const feed = i8x16.splat(0x0a);
  while (p < limit) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(p), feed));
    if (hits) return min(p + ctz(hits), limit);
    p += 16;
  }
  return limit;
}

/** The byte behind the next line end, or 0 when there is none between `p` and `end`. */
export function nextLine(p: usize, end: usize): usize {
  limit = end;
  const q = lineEnd(p);
  return q < end ? q + 1 : 0;
}

export function countLines(p: usize, end: usize): u32 {
  let count: u32 = 0;
  const feed = i8x16.splat(0x0a);
  for (; p + 16 <= end; p += 16) count += popcnt(<u32>i8x16.bitmask(i8x16.eq(v128.load(p), feed)));
  for (; p < end; p++) if (byte(p) == 0x0a) count++;
  return count;
}

// @ts-ignore: decorator
@inline
function emit(n: i32, start: usize, length: usize): void {
  const i = <usize>n;
  if (flags == 0) {
    if (shape == shapeBefore && sequence == sequenceBefore) flags = AS_BEFORE;
    else {
      shapeBefore = shape;
      sequenceBefore = sequence;
    }
  }
  store<u64>(OUT_HASH + (i << 3), flags & (INVALID_JSON | INVALID_UTF8) ? 0 : contentHash);
  store<u64>(OUT_SHAPE + (i << 3), shape);
  store<u32>(OUT_OFFSET + (i << 2), <u32>start);
  store<u32>(OUT_LENGTH + (i << 2), <u32>length);
  store<u32>(OUT_FLAGS + (i << 2), flags);
  store<u32>(OUT_SEQUENCE + (i << 2), sequence);
}

/** The value at `p`, with its facts. Returns its end, or 0. */
function value(p: usize): usize {
  flags = 0;
  shape = 0;
  sequence = 0;
  faultCode = 0;
  faultAt = p;
  if (byte(p) == 0x7b) return row(p);
  const q = skipValue(p);
  flags |= NOT_AN_OBJECT;
  return q;
}

/**
 * Rows of `from`–`end`, one a line, each beginning before `stop`. `final` says that the file ends at `end`. Returns how
 * many rows (and blank lines) were noted; `consumed()` is where to go on, a row that is not whole left over.
 */
export function scanLines(from: usize, end: usize, stop: usize, final: bool): i32 {
  limit = end;
  multiline = false;
  store<u8>(end, 0);
  let n = 0;
  let p = from;
  while (n < MAX_ROWS && p < stop && p < end) {
    const line = p;
    p = white(p);
    let q: usize = 0;
    if (byte(p) == 0x0a || p >= end) {
      if (p >= end && !final) break;
      flags = BLANK_LINE;
      shape = 0;
      sequence = 0;
      contentHash = 0;
      emit(n++, line, 0);
      p = min(p + 1, end);
      consumedTo = p;
      continue;
    }
    const begin = p;
    let invalid = false;
    q = value(p);
    if (q) {
      const behind = white(q);
      if (byte(behind) != 0x0a && behind < end) {
        fail(FAULT_REST, behind);
        invalid = true;
        q = behind;
      } else p = behind;
    } else {
      invalid = faultCode != 0;
      q = faultCode ? faultAt : begin;
      p = end;
    }
    if (invalid || p >= end) p = lineEnd(q);
    if (p >= end && !final) {
      p = line;
      break;
    }
    if (p > begin && byte(p - 1) == 0x0d) flags |= CARRIAGE_RETURN;
    let last = p;
    while (last > begin && is(byte(last - 1), 128)) last--;
    if (invalid) flags = (flags & CARRIAGE_RETURN) | INVALID_JSON;
    content(begin, last);
    if (last - begin > VERY_LONG_BYTES) flags |= VERY_LONG;
    emit(n++, begin, last - begin);
    p = min(p + 1, end);
    consumedTo = p;
  }
  if (n == 0) consumedTo = from;
  return n;
}

/** States between the values of a file that may be one array. */
const A_START: i32 = 0; // nothing read yet
const A_FIRST: i32 = 1; // behind the bracket
const A_VALUE: i32 = 2; // a value must come
const A_AFTER: i32 = 3; // a comma or the closing bracket must come
const A_DONE: i32 = 4; // only white space may come
const A_LOOSE: i32 = 5; // no array: values one after the other
const A_BROKEN: i32 = 6; // nothing more can be read

/** The same for a file that is one array of rows, or rows one after the other over any number of lines. */
export function scanValues(from: usize, end: usize, start: i32, final: bool): i32 {
  limit = end;
  multiline = true;
  store<u8>(end, 0);
  arrayState = start;
  if (start == A_START) bracket = false;
  let n = 0;
  let p = from;
  let kept = from; // up to here all is told
  while (n < MAX_ROWS) {
    p = white(p);
    if (p >= end) {
      kept = p;
      if (final && arrayState != A_DONE && arrayState != A_LOOSE && arrayState != A_START) {
        flags = INVALID_JSON;
        faultCode = FAULT_END;
        faultAt = p;
        broken(n++, p, p);
      }
      break;
    }
    const c = byte(p);
    if (arrayState == A_START) {
      if (c == 0x5b) {
        arrayState = A_FIRST;
        bracket = true;
        p++;
        kept = p;
        continue;
      }
      arrayState = A_LOOSE;
    }
    if (arrayState == A_AFTER) {
      if (c == 0x2c) {
        arrayState = A_VALUE;
        p++;
        kept = p;
        continue;
      }
      if (c == 0x5d) {
        arrayState = A_DONE;
        p++;
        kept = p;
        continue;
      }
    }
    if (arrayState == A_FIRST && c == 0x5d) {
      arrayState = A_DONE;
      p++;
      kept = p;
      continue;
    }
    if (arrayState == A_DONE || arrayState == A_AFTER) {
      fail(arrayState == A_DONE ? FAULT_REST : FAULT_COMMA, p);
      broken(n++, p, min(p + 200, end));
      kept = end;
      break;
    }
    kept = p;
    const q = value(p);
    // A value at the very end may go on behind it.
    if ((q == 0 ? faultAt >= end || (flags & UNSURE && faultCode == 0) : q >= end && c != 0x7b && c != 0x5b && c != 0x22) && !final) break;
    if (!q) {
      if (faultCode == 0) {
        // Too deep to follow: the reference says what it is, and the rest cannot be found.
        faultCode = FAULT_WORD;
        faultAt = p;
      }
      broken(n++, p, min(max(faultAt + 100, p), end));
      kept = end;
      break;
    }
    content(p, q);
    if (q - p > VERY_LONG_BYTES) flags |= VERY_LONG;
    emit(n++, p, q - p);
    p = q;
    kept = p;
    if (arrayState != A_LOOSE) arrayState = A_AFTER;
  }
  consumedTo = kept;
  return n;
}

function broken(n: i32, p: usize, end: usize): void {
  arrayState = A_BROKEN;
  flags = INVALID_JSON;
  shape = 0;
  sequence = 0;
  contentHash = 0;
  emit(n, p, end - p);
}

/** Judges one row again for the place and the reason of its fault: `faultCodeOf` is 0 when it is sound. */
export function explain(p: usize, end: usize, overLines: bool): void {
  limit = end;
  multiline = overLines;
  // What stands there may not have been read yet.
  const kept = load<u8>(end);
  store<u8>(end, 0);
  const q = value(white(p));
  if (q) {
    const behind = white(q);
    if (behind < end) fail(FAULT_REST, behind);
  }
  store<u8>(end, kept);
}

// ---- a value too long to be held ----

let skipDepth: i32 = 0;
let skipInText: bool = false;
let skipEscape: bool = false;

export function skipBegin(): void {
  skipDepth = 0;
  skipInText = false;
  skipEscape = false;
}

/** Goes on behind a value that began before; the byte behind it, or 0 when it goes on behind `end`. */
export function skipOn(p: usize, end: usize): usize {
  while (p < end) {
    const c = byte(p++);
    if (skipInText) {
      if (skipEscape) skipEscape = false;
      else if (c == 0x5c) skipEscape = true;
      else if (c == 0x22) {
        skipInText = false;
        if (skipDepth == 0) return p;
      }
    } else if (c == 0x22) skipInText = true;
    else if (c == 0x7b || c == 0x5b) skipDepth++;
    else if (c == 0x7d || c == 0x5d) {
      if (--skipDepth <= 0) return p;
    } else if (c == 0x2c && skipDepth == 0) return p - 1;
  }
  return 0;
}
