// What the Hub takes as the name of a repository. Source: `validate_repo_id` of
// huggingface_hub, and the rule on endings of the Hub's own form.

export const longestRepoName = 96;

/** Why the Hub would refuse this name (without its namespace), in words for a person; null when it would not. */
export function repoNameProblem(name: string): string | null {
  if (name === '') return 'Give it a name.';
  if (name.length > longestRepoName) return `A name has at most ${longestRepoName} characters.`;
  if (!/^[A-Za-z0-9._-]+$/.test(name)) return 'A name has only letters from A to Z, digits, “-”, “_” and “.”.';
  if (/^[.-]|[.-]$/.test(name)) return 'A name does not begin or end with “-” or “.”.';
  if (name.includes('--') || name.includes('..')) return 'A name has no “--” and no “..” in it.';
  if (/\.(?:git|ipynb)$/i.test(name)) return 'A name does not end in “.git” or “.ipynb”.';
  return null;
}
