// Every provider, connected or not, and beside them the panel of the one chosen.
// Which one is open is part of the address.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { SlidePanel } from '../../ui/slide-panel.tsx';
import { NotYet } from './not-yet.tsx';
import { ProviderGrid } from './provider-grid.tsx';
import { ProviderSettingsPanel } from './provider-settings-panel.tsx';

const route = getRouteApi('/shell/settings/providers');

/**
 * `unlock` opens the place secrets are kept in while that is locked, `place` asks
 * for one while none was chosen; both are empty otherwise.
 */
export function ProvidersPage({ unlock, place }: { unlock: ReactNode; place: ReactNode }) {
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const { data, error, refetch, isFetching } = useQuery(orpc.providers.list.queryOptions());
  const open = data?.find((provider) => provider.supported && provider.id === search.provider) ?? null;
  const left = useRef<HTMLElement>(null);

  // Closing gives the focus back to the card it came from.
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (open === null && before.current !== null) left.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    before.current = open?.id ?? null;
  }, [open]);

  return (
    <div className="flex flex-1">
      {open && <h1 className="sr-only wide:hidden">Providers</h1>}
      <section ref={left} className={cx('min-w-0 flex-1 px-6 py-8 rail:px-10', open && 'max-wide:hidden')}>
        <div className="sticky top-21 mx-auto max-w-240">
          <PageHeader
            title="Providers"
            description="Who answers you, and in whose name. A key is kept where you choose and leaves this computer only for its own provider."
          />
          <div className="mt-8">
            {error && (
              <ErrorNotice
                explanation={explain(toFailure(error))}
                onRetry={() => void refetch()}
                retrying={isFetching}
                className="max-w-144"
              />
            )}
            {!data && !error && <GridSkeleton />}
            {data && (
              <>
                <ProviderGrid
                  providers={data.filter(({ supported }) => supported)}
                  open={open?.id ?? null}
                  onOpen={(provider) => void navigate({ search: { provider } })}
                />
                <NotYet ids={data.filter(({ supported }) => !supported).map(({ id }) => id)} />
              </>
            )}
          </div>
        </div>
      </section>
      <SlidePanel subject={open?.id ?? null} className="w-full border-line bg-surface wide:w-124 wide:border-l">
        {open && (
          <ProviderSettingsPanel
            provider={open}
            unlock={unlock}
            place={place}
            onClose={() => void navigate({ search: {} })}
            back={
              <Button
                variant="quiet"
                size="small"
                icon={ArrowLeft}
                className="-ml-2 wide:hidden"
                onClick={() => void navigate({ search: {} })}
              >
                All providers
              </Button>
            }
          />
        )}
      </SlidePanel>
    </div>
  );
}

function GridSkeleton() {
  return (
    <Loading label="The providers are loading" className="grid grid-cols-[repeat(auto-fill,minmax(15.5rem,1fr))] gap-3">
      <div className="grid gap-5 rounded-lg border border-line bg-surface p-4">
        <div className="flex items-center gap-3.5">
          <Skeleton className="size-10" />
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-3.5 w-28" />
            <Skeleton className="h-3 w-36" />
          </div>
        </div>
        <Skeleton className="h-3 w-24" />
      </div>
    </Loading>
  );
}
