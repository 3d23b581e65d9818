// Details that come in beside their list. The engine is fetched apart, after the
// page it is used on; the wish for less movement is honoured.
import { AnimatePresence, LazyMotion, MotionConfig } from 'framer-motion';
import * as m from 'framer-motion/m';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const features = () => import('./motion-features.ts').then((module) => module.motionFeatures);

export interface SlidePanelProps {
  /** What the panel is about; a new key slides the new one in. Null shows none. */
  subject: string | null;
  className?: string;
  children: ReactNode;
}

export function SlidePanel({ subject, className, children }: SlidePanelProps) {
  return (
    <LazyMotion features={features} strict>
      <MotionConfig reducedMotion="user" transition={{ duration: 0.22, ease: [0.2, 0.8, 0.2, 1] }}>
        <AnimatePresence initial={false} mode="wait">
          {subject !== null && (
            <m.div
              key={subject}
              initial={{ opacity: 0, x: 24 }}
              animate={{ opacity: 1, x: 0 }}
              exit={{ opacity: 0, x: 12, transition: { duration: 0.12 } }}
              className={cx('min-w-0', className)}
            >
              {children}
            </m.div>
          )}
        </AnimatePresence>
      </MotionConfig>
    </LazyMotion>
  );
}
