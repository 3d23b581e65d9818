/** A link in a line of text that leads to another place of the app. */
export const linkClasses =
  'text-accent-text underline decoration-accent-line underline-offset-3 [overflow-wrap:anywhere] hover:decoration-current';
