// How glad or sorry a text sounds, by counting words of a small list and turning them round after "not".

const GLAD = words(
  'admire amazing awesome beautiful best better brilliant calm charming cheerful clean clear delight delighted delightful easy enjoy enjoyed excellent fantastic fast fine friendly fun funny gain gains glad good gorgeous grateful great growth happy helpful impressive joy kind like liked love loved lovely lucky nice perfect pleasant pleased pretty profit proud quick recommend rise rises safe smooth splendid strong success superb sweet thank thanks useful warm well win wonderful worth',
);
const SORRY = words(
  'afraid angry annoying awful bad boring broke broken bug cold complain confusing crash crashed crashes cruel damage debt decline difficult dirty disappointed disappointing disgusting dreadful dull error fail failed fails failure fall falls fear fraud frustrating hard hate hated horrible hurt late lie loss losses lost mean mess miserable miss nasty never noisy pain poor problem rude sad scary sick slow sorry stupid terrible tired ugly unhappy unsafe upset useless waste weak worse worst wrong',
);
const TURNING = words('not no never hardly cannot without nothing');
const REACH = 3;

/** From -1, very sorry, to 1, very glad; 0 when it tells nothing. */
export function sentiment(text: string): number {
  const found = text.toLowerCase().match(/\p{L}+(?:['’]t)?/gu) ?? [];
  let sum = 0;
  for (const [index, word] of found.entries()) {
    const value = Number(GLAD.has(word)) - Number(SORRY.has(word));
    const before = found.slice(Math.max(0, index - REACH), index);
    const turned = before.some((each) => TURNING.has(each) || /['’]t$/.test(each));
    sum += turned ? -value : value;
  }
  return Math.tanh(sum * 0.9);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
