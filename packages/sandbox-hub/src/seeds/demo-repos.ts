// The repos that the demo's people own, with real small files: datasets to train on, a model, a static Space, a bucket.
// The chats are put together from a few true sentences about the sea shore.
import { hash32 } from '../ids.ts';
import type { NewRepo } from '../repos/repo-store.ts';
import { GIT_ATTRIBUTES } from '../repos/upload-mode.ts';

const DAY_MS = 86_400_000;
const LATEST_MS = Date.UTC(2025, 10, 15, 9, 30);

const FACTS: readonly (readonly [string, string])[] = [
  [
    'Why are there tides?',
    'The Moon and the Sun pull on the oceans, and the turning Earth carries us through the bulges.',
  ],
  ['What is a neap tide?', 'A tide with a small range, when the Sun and the Moon pull at right angles to each other.'],
  [
    'What is a spring tide?',
    'A tide with a large range, around new and full moon. It has nothing to do with the season.',
  ],
  ['How does a limpet hold on?', 'With a strong foot, and by wearing its shell to fit its own spot on the rock.'],
  ['What do barnacles eat?', 'Plankton, which they comb out of the water with their feathery legs.'],
  ['Are starfish fish?', 'No. They are echinoderms, related to sea urchins, and they have no backbone.'],
  ['How many arms has an octopus?', 'Eight, and most of its nerve cells are in them.'],
  ['Why is the sea salty?', 'Rivers bring dissolved minerals, and the water that evaporates leaves them behind.'],
  ['What makes sand?', 'Rock and shells, broken and rounded by water over a very long time.'],
  ['What is a rip current?', 'A narrow, fast flow from the beach to the sea. Swim along the shore to leave it.'],
  ['Why do crabs walk sideways?', 'Their joints bend best that way, so sideways is their fastest direction.'],
  ['What glows in the waves at night?', 'Tiny dinoflagellates that flash when the water moves them.'],
];
const OPENERS = ['', 'Hi! ', 'Quick question: ', 'My daughter asks: ', 'I am on the beach right now. '];

function chats(count: number, salt: string): string {
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const [question, answer] = FACTS[hash32(`${salt} ${index}`) % FACTS.length] ?? ['', ''];
    const opener = OPENERS[hash32(`${salt} opener ${index}`) % OPENERS.length] ?? '';
    const messages = [
      { role: 'user', content: opener + question },
      { role: 'assistant', content: answer },
    ];
    if (index % 4 === 0)
      messages.push(
        { role: 'user', content: 'Thank you!' },
        { role: 'assistant', content: 'You are welcome. Mind the tide.' },
      );
    lines.push(JSON.stringify({ id: `${salt}-${index}`, messages }));
  }
  return `${lines.join('\n')}\n`;
}

function sightings(): string {
  const animals = ['limpet', 'shore crab', 'beadlet anemone', 'common starfish', 'dog whelk'];
  const rows = Array.from({ length: 48 }, (_, index) => {
    const animal = animals[hash32(`animal ${index}`) % animals.length];
    const date = new Date(LATEST_MS - index * 5 * DAY_MS).toISOString().slice(0, 10);
    return `${date},${animal},${1 + (hash32(`count ${index}`) % 40)},${((hash32(`depth ${index}`) % 200) / 100).toFixed(2)},"North cove, pool ${1 + (index % 6)}"`;
  });
  return `date,animal,count,depth_m,place\n${rows.join('\n')}\n`;
}

/** A safetensors file with one small matrix, so that there is something real to read. */
function weights(): Uint8Array {
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: { format: 'pt' },
      'classifier.weight': { dtype: 'F32', shape: [2, 8], data_offsets: [0, 64] },
    }).padEnd(128),
  );
  const bytes = Buffer.alloc(8 + header.length + 64);
  bytes.writeBigUInt64LE(BigInt(header.length), 0);
  header.copy(bytes, 8);
  for (let index = 0; index < 16; index += 1)
    bytes.writeFloatLE(((hash32(`weight ${index}`) % 2000) - 1000) / 1000, 8 + header.length + index * 4);
  return bytes;
}

const card = (yaml: string, text: string) => `---\n${yaml}\n---\n\n${text}\n`;
const attributes = { '.gitattributes': GIT_ATTRIBUTES };

export function demoRepos(): NewRepo[] {
  const sandy = { createdBy: 'sandy' } as const;
  return [
    {
      ...sandy,
      type: 'dataset',
      name: 'sandy/tide-pool-chats',
      likes: 3,
      downloads: 128,
      createdAtMs: LATEST_MS - 40 * DAY_MS,
      files: {
        ...attributes,
        'README.md': card(
          'license: cc-by-4.0\nlanguage:\n- en\ntask_categories:\n- text-generation\nsize_categories:\n- n<1K\ntags:\n- conversational\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/train.jsonl\n  - split: test\n    path: data/test.jsonl',
          '# Tide pool chats\n\nShort questions about the shore and their answers, as `messages`. Made for trying supervised fine-tuning.',
        ),
        'data/train.jsonl': chats(240, 'train'),
        'data/test.jsonl': chats(24, 'test'),
      },
    },
    {
      ...sandy,
      type: 'dataset',
      name: 'sandy/pool-sightings',
      visibility: 'private',
      createdAtMs: LATEST_MS - 12 * DAY_MS,
      files: {
        ...attributes,
        'README.md': card(
          'license: mit\nlanguage: en',
          '# Pool sightings\n\nWhat was seen in which pool, and how deep it was. Not published yet.',
        ),
        'sightings.csv': sightings(),
      },
    },
    {
      ...sandy,
      type: 'dataset',
      name: 'tidewater/harbor-dialogues',
      gated: 'manual',
      likes: 11,
      downloads: 902,
      createdAtMs: LATEST_MS - 90 * DAY_MS,
      files: {
        ...attributes,
        'README.md': card(
          'license: other\nlanguage: en\ntask_categories:\n- text-generation',
          '# Harbor dialogues\n\nAsk for access and say what you need it for.',
        ),
        'train.jsonl': chats(120, 'harbor'),
      },
    },
    {
      ...sandy,
      type: 'model',
      name: 'sandy/calm-or-storm',
      likes: 2,
      downloads: 41,
      createdAtMs: LATEST_MS - 20 * DAY_MS,
      files: {
        ...attributes,
        'README.md': card(
          'license: apache-2.0\nlibrary_name: transformers\npipeline_tag: text-classification\nlanguage: en\ndatasets:\n- sandy/tide-pool-chats',
          '# Calm or storm\n\nA toy that says whether a sentence sounds calm or stormy. Eight numbers wide.',
        ),
        'config.json': `${JSON.stringify({ architectures: ['CalmOrStorm'], model_type: 'calm-or-storm', hidden_size: 8, id2label: { 0: 'calm', 1: 'storm' } }, null, 2)}\n`,
        'model.safetensors': weights(),
      },
    },
    {
      ...sandy,
      type: 'space',
      name: 'sandy/lighthouse',
      sdk: 'static',
      likes: 5,
      createdAtMs: LATEST_MS - 30 * DAY_MS,
      files: {
        ...attributes,
        'README.md': card(
          'title: Lighthouse\nemoji: 🗼\nsdk: static\npinned: false\nlicense: mit',
          'A light that turns.',
        ),
        'index.html':
          '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Lighthouse</title><link rel="stylesheet" href="style.css"></head>\n<body><h1>Lighthouse</h1><p>It turns, and that is all it does.</p><div class="light"></div></body>\n</html>\n',
        'style.css':
          'body { background: #0b1d33; color: #f4e9cd; font: 18px/1.6 system-ui; text-align: center; padding-top: 15vh }\n.light { width: 4rem; height: 4rem; margin: 2rem auto; border-radius: 50%; background: #ffd86b; animation: turn 4s infinite }\n@keyframes turn { 50% { opacity: 0.15 } }\n',
      },
    },
    {
      ...sandy,
      type: 'bucket',
      name: 'sandy/scratch',
      visibility: 'private',
      createdAtMs: LATEST_MS - 8 * DAY_MS,
      files: { 'notes/todo.txt': 'Sort the photographs of the north cove.\n' },
    },
  ];
}
