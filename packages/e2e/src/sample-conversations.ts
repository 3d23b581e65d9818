// Support conversations as somebody might export them, the same on every run:
// for journeys and for the README's pictures.

const customers = ['Hello', 'Hi there', 'Good morning', 'Hey', 'Good evening'];
const matters: readonly (readonly [question: string, answer: string])[] = [
  [
    'my parcel has not moved for three days',
    'It is held at the depot. I have asked them to send it out tomorrow morning.',
  ],
  [
    'how do I change the address of an order',
    'Open the order, choose Delivery and write the new address. That works until it is packed.',
  ],
  [
    'the lamp arrived with a crack in its shade',
    'I am sorry. A new shade is on its way, and you may keep the old one.',
  ],
  ['can I send back a jacket without its box', 'Yes. Any sturdy box will do, as long as the label is on the outside.'],
  ['I was charged twice for the same order', 'One of the two was only a hold. Your bank releases it within five days.'],
  ['when is the blue kettle there again', 'Next Thursday. I can write to you on the day if you like.'],
  [
    'the discount code says it has expired',
    'It ended yesterday. I have put the same discount on your account for a week.',
  ],
  ['do you deliver to the islands', 'We do, by boat on Tuesdays and Fridays, for the same price.'],
  ['how long does the battery of the torch last', 'About nine hours on low light and two on the brightest.'],
  ['I forgot the password of my account', 'Choose Forgot password below the form, and a link comes within a minute.'],
  ['is the wooden toy safe for a baby', 'From ten months on. The paint is made of plants, and no part is small.'],
  ['could you send the invoice once more', 'It is in your mailbox now, and in your account under Orders.'],
];
const thanks: readonly (readonly [string, string])[] = [
  ['Thank you, that was quick.', 'You are welcome. Is there anything else?'],
  ['And what does it cost?', 'Nothing. It is part of the price.'],
  ['How long will that take?', 'Two days at most.'],
];

interface Turn {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** `count` conversations of two to five messages, no two alike. */
export function conversations(count: number): Turn[][] {
  return Array.from({ length: count }, (_, index) => {
    const [question, answer] = pick(matters, index);
    const [more, end] = pick(thanks, index * 7 + Math.floor(index / 12));
    const hello = pick(customers, index * 3);
    const turns: Turn[] = [
      { role: 'user', content: `${hello}, ${question}. My order is ${10_482 + index * 37}.` },
      { role: 'assistant', content: answer },
    ];
    if (index % 3 === 0) turns.push({ role: 'user', content: more }, { role: 'assistant', content: end });
    if (index % 5 === 0)
      turns.unshift({ role: 'system', content: 'You answer for a small shop, kindly and in short.' });
    return turns;
  });
}

/** The same as ShareGPT has it: `conversations` of `from` and `value`. */
export function asSharegpt(turns: readonly Turn[]): { conversations: { from: string; value: string }[] } {
  const names = { system: 'system', user: 'human', assistant: 'gpt' };
  return { conversations: turns.map(({ role, content }) => ({ from: names[role], value: content })) };
}

export function asMessages(turns: readonly Turn[]): { messages: readonly Turn[] } {
  return { messages: turns };
}

/** JSONL; a string is a line as it stands. */
export function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
}

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('There is nothing to pick from.');
  return found;
}
