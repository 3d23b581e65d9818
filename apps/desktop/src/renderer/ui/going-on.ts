// What goes on now, as the title of the window says it before the page's name.
// Told by the parts of the shell that follow it, which load after the shell.
import { useEffect } from 'react';
import { createStore } from 'zustand/vanilla';

type GoingOn = Readonly<Record<'runs' | 'deployments', string | null>>;

/** In a few words; null: nothing, or nobody follows it. */
export const goingOn = createStore<GoingOn>(() => ({ runs: null, deployments: null }));

/** Says it for as long as the component shows. */
export function useGoingOn(what: keyof GoingOn, words: string | null): void {
  useEffect(() => {
    goingOn.setState({ [what]: words });
    return () => goingOn.setState({ [what]: null });
  }, [what, words]);
}
