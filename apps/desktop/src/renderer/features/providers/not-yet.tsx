import { type ProviderId, providerRegistry } from '@hubdesk/shared/providers/registry';
import { ProviderLogo } from './provider-logo.tsx';

/** The providers this version cannot connect, said plainly. */
export function NotYet({ ids }: { ids: readonly ProviderId[] }) {
  if (ids.length === 0) return null;
  return (
    <section aria-labelledby="not-yet" className="mt-10">
      <h2 id="not-yet" className="text-sm font-medium text-ink-2">
        Not in this version yet
      </h2>
      <ul className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-1 border-t border-line pt-3">
        {ids.map((id) => (
          <li key={id} data-testid={`provider-card-${id}`} className="flex h-9 items-center gap-2 text-sm text-ink-3">
            <ProviderLogo id={id} quiet />
            {providerRegistry[id].name}
          </li>
        ))}
      </ul>
    </section>
  );
}
