import { readHidden } from './visible-controls.ts';

/** Text as it was typed, with hidden characters named. */
export function PlainText({ children }: { children: string }) {
  return readHidden(children).map(({ text, name }, index) =>
    // eslint-disable-next-line react/no-array-index-key -- pieces of one text have no other identity
    name === null ? text : <HiddenMark key={index} name={name} />,
  );
}

/** Stands for a character that would otherwise change the reading without being seen. */
export function HiddenMark({ name }: { name: string }) {
  return (
    <span
      className="mx-0.5 rounded-sm border border-line-strong px-1 font-mono text-[0.75em] text-ink-2"
      title="A hidden character"
    >
      {name}
    </span>
  );
}
