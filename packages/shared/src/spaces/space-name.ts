// Names for Spaces that the Hub takes. Free of zod, for the page.
import { longestRepoName, repoNameProblem } from '../datasets/repo-name.ts';

/** A name like `text`, whatever it is: `Tide pool, v2!` becomes `Tide-pool-v2`. */
export function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}+/gu, '');
  const joined = plain
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-*\.[.-]*/g, '.')
    .replace(/-{2,}/g, '-');
  const slug = trimmed(trimmed(joined).slice(0, longestRepoName)).replace(/\.(git|ipynb)$/i, '-$1');
  return repoNameProblem(slug) === null ? slug : 'space';
}

/** `name` itself, or the first of `name-2`, `name-3`, … that is not taken, whatever the case of its letters. */
export function offerName(name: string, taken: ReadonlySet<string>): string {
  const known = new Set([...taken].map((each) => each.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : `-${number}`;
    const offer = `${trimmed(name.slice(0, longestRepoName - ending.length))}${ending}`;
    if (!known.has(offer.toLowerCase())) return offer;
  }
}

function trimmed(name: string): string {
  return name.replace(/^[.-]+|[.-]+$/g, '');
}
