import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

/** A sheet of paper on the page: a hairline and a lighter ground, no shadow. */
export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cx('rounded-lg border border-line bg-surface', className)} />;
}
