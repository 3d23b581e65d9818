// Asking for the limits on what runs may cost, wherever their cost is shown.
// Features use the hook; `app/` puts the asker around them.
import { createContext, use } from 'react';

export const SetLimitsContext = createContext<() => void>(() => {
  throw new Error('Nobody here can ask for limits: LimitsProvider is missing.');
});

/** Shows the question; what was set comes with the query. */
export function useSetLimits(): () => void {
  return use(SetLimitsContext);
}
