// A state as a shape, so that it is not told by colour alone: an open ring, a
// half, a full disc, a mark. The words beside it are still required.
const shapes = {
  off: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  half: (
    <>
      <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1.75a4.25 4.25 0 0 0 0 8.5Z" fill="currentColor" />
    </>
  ),
  on: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  attention: (
    <>
      <circle cx="6" cy="6" r="6" fill="currentColor" />
      <path d="M6 2.9v3.5M6 8.8v.2" stroke="var(--color-surface)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
};

const colours = { off: 'text-ink-3', half: 'text-accent', on: 'text-accent', attention: 'text-ink' };

export type StatusShape = keyof typeof shapes;

export function StatusDot({ shape }: { shape: StatusShape }) {
  return (
    <svg aria-hidden viewBox="0 0 12 12" className={`size-3 shrink-0 ${colours[shape]}`}>
      {shapes[shape]}
    </svg>
  );
}
