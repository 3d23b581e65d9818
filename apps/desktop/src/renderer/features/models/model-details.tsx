// One model in full, beside the list: what it is, who serves it and for how
// much, who answers, who pays, and the button that chooses it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, LockKeyhole, Rocket, Star, X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import type { ModelDetails } from '@hubdesk/shared/contract/models';
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { effectiveOffer, isLive } from '@hubdesk/shared/models/offer-choice';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatWhole } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { formatParams, formatTokens } from './format-count.ts';
import { MarkedId } from './marked-id.tsx';
import { PayerChoice } from './payer-choice.tsx';
import { RoutingChoice } from './routing-choice.tsx';
import { reachWords } from './routing-words.ts';
import { rowFacts } from './row-facts.ts';
import { useChoice } from './use-choice.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface ModelDetailsPanelProps {
  id: string;
  /** What the list knows of it; null when it is not in the list. */
  row: ModelRow | null;
  favourite: boolean;
  /** Whether the last press before it opened was a key: then its heading takes the focus. */
  openedByKey: RefObject<boolean>;
  onFavourite: (id: string) => void;
  onClose: () => void;
}

/** Key it by `id`. */
export function ModelDetailsPanel({ id, row, favourite, openedByKey, onFavourite, onClose }: ModelDetailsPanelProps) {
  const {
    data: details,
    error,
    refetch,
    isFetching,
  } = useQuery(orpc.models.get.queryOptions({ input: { model: id } }));
  const choice = useChoice(id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (openedByKey.current) heading.current?.focus();
  }, [openedByKey]);
  const known: ModelRow | null = row ?? details ?? null;
  return (
    // Escape is the panel's own key, wherever in it the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-labelledby="model-details-heading"
      className="flex h-full flex-col bg-surface"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className="flex items-start justify-between gap-2 border-b border-line py-4 pr-3 pl-6">
        <h2
          id="model-details-heading"
          ref={heading}
          tabIndex={-1}
          className="min-w-0 pt-1.5 text-lg leading-6 [overflow-wrap:anywhere] focus-visible:outline-none"
        >
          <MarkedId id={id} />
        </h2>
        <span className="flex">
          <IconButton
            icon={Star}
            label={favourite ? 'No favourite any more' : 'Favourite'}
            pressed={favourite}
            onClick={() => onFavourite(id)}
          />
          <IconButton icon={X} label="Close the details" onClick={onClose} />
        </span>
      </header>
      <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto px-6 py-5">
        {error && (
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        )}
        {details?.warm === false && (
          <p className="rounded-lg border border-line-strong p-3.5 text-ink-2">
            <strong className="font-semibold text-ink">Not warm now.</strong> No provider keeps it running, so it would
            not answer. It may come back; until then, choose another.
          </p>
        )}
        {known && known.gated !== false && <GatedNotice row={known} url={details?.url ?? null} />}
        {known ? (
          <>
            <Facts row={known} details={details ?? null} />
            <DeployPart model={id} />
            <RoutingChoice row={known} routing={choice.choice.routing} onChange={choice.setRouting} />
            <PayerChoice billTo={choice.choice.billTo} onChange={choice.setBillTo} />
          </>
        ) : (
          !error && <DetailsSkeleton />
        )}
      </div>
      {known && <ChoiceFooter row={known} choice={choice} />}
    </section>
  );
}

function ChoiceFooter({ row, choice }: { row: ModelRow; choice: ReturnType<typeof useChoice> }) {
  const { data: account, isPending } = useQuery(orpc.account.get.queryOptions());
  if (isPending) return null;
  if (account === null) {
    return (
      <Footer note="Providers answer to an account. Connect yours first; the model stays open here.">
        <Link
          to="/settings/providers"
          search={{ provider: 'huggingface' }}
          className={buttonClasses('primary', 'large', 'w-full')}
        >
          Connect an account to use it
        </Link>
      </Footer>
    );
  }
  if (choice.isStanding) {
    return (
      <Footer
        note={
          <span role="status" className="flex items-center gap-1.5 font-medium text-accent-text">
            <Check aria-hidden className="size-4" strokeWidth={2.25} />
            This is the model you talk to
          </span>
        }
      >
        <TalkLink takeFocus={choice.wasChosenHere} />
      </Footer>
    );
  }
  const reached = effectiveOffer(row, choice.choice.routing);
  const isReachable = reached !== null && isLive(reached);
  return (
    <Footer
      note={
        isReachable ? (
          <>
            Would reach <span className="text-ink">{reachWords(reached)}</span>
          </>
        ) : (
          'Nobody would answer now.'
        )
      }
    >
      {choice.failure && (
        <ErrorNotice explanation={explain(toFailure(choice.failure))} onRetry={choice.choose} className="mb-3" />
      )}
      <Button
        variant="primary"
        size="large"
        className="w-full"
        loading={choice.choosing}
        loadingLabel="Choosing"
        onClick={choice.choose}
      >
        {choice.isChosen ? 'Use it this way' : 'Use this model'}
      </Button>
    </Footer>
  );
}

/** Stands where the button was that chose the model, so it takes the focus over from it. */
function TalkLink({ takeFocus }: { takeFocus: boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (takeFocus) link.current?.focus();
  }, [takeFocus]);
  return (
    <Link ref={link} to="/chat" className={buttonClasses('primary', 'large', 'w-full')}>
      Talk to it
    </Link>
  );
}

function Footer({ note, children }: { note: ReactNode; children: ReactNode }) {
  return (
    <footer className="grid gap-2.5 border-t border-line bg-surface px-6 pt-3.5 pb-5">
      <div className="text-sm text-ink-2">{note}</div>
      <div>{children}</div>
    </footer>
  );
}

function GatedNotice({ row, url }: { row: ModelRow; url: string | null }) {
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-3 rounded-lg border border-line-strong p-3.5">
      <LockKeyhole aria-hidden className="mt-0.5 size-4 text-ink-2" strokeWidth={1.75} />
      <div className="grid justify-items-start gap-1.5">
        <p className="text-ink-2">
          <strong className="font-semibold text-ink">Gated.</strong>{' '}
          {row.gated === 'auto'
            ? 'Its authors want to know who uses it; access is granted as soon as you agree on its page.'
            : 'Its authors look at each request before they grant access.'}{' '}
          A provider may still answer without it.
        </p>
        {url !== null && <ExternalLink href={url}>Ask for access</ExternalLink>}
      </div>
    </div>
  );
}

/** The other way to have it answer: where nobody else decides who serves it. */
function DeployPart({ model }: { model: string }) {
  return (
    <section
      aria-labelledby="deploy-it"
      className="grid grid-cols-[1fr_auto] items-center gap-x-4 rounded-lg border border-line p-3.5"
    >
      <h3 id="deploy-it" className="text-sm font-medium text-ink">
        An app of your own
      </h3>
      <p className="col-start-1 text-sm text-ink-2">A Space or a job that answers with this model, and is yours.</p>
      <Link
        to="/spaces/new"
        search={{ model }}
        className={buttonClasses('secondary', 'small', 'col-start-2 row-span-2 row-start-1')}
      >
        <Rocket aria-hidden className="size-4" strokeWidth={1.75} />
        Deploy it
      </Link>
    </section>
  );
}

const mostTags = 12;

function Facts({ row, details }: { row: ModelRow; details: ModelDetails | null }) {
  const { contextLength } = rowFacts(row);
  const tags = (details?.tags ?? []).filter((tag) => !tag.startsWith('license:'));
  return (
    <section aria-label="About it" className="grid gap-4">
      <dl className="grid grid-cols-3 gap-x-4 gap-y-3.5">
        <Fact name="Parameters">{row.params === null ? null : formatParams(row.params)}</Fact>
        <Fact name="Context">{contextLength === null ? null : `${formatTokens(contextLength)} tokens`}</Fact>
        <Fact name="Licence">{row.license === null ? null : visibleText(row.license)}</Fact>
        <Fact name="Downloads">{formatWhole(row.downloads)}</Fact>
        <Fact name="Likes">{formatWhole(row.likes)}</Fact>
        <Fact name="Library">{details ? details.library && visibleText(details.library) : <Waiting />}</Fact>
        <Fact name="Created">{row.createdAt && <Time iso={row.createdAt} as="day" />}</Fact>
        <Fact name="Changed">
          {details ? details.lastModified && <Time iso={details.lastModified} as="day" /> : <Waiting />}
        </Fact>
        <Fact name="On the Hub">
          {details ? <ExternalLink href={details.url}>Its page</ExternalLink> : <Waiting />}
        </Fact>
      </dl>
      {tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
          {tags.slice(0, mostTags).map((tag) => (
            <li key={tag} className="max-w-full">
              <Badge className="max-w-full">
                <span className="truncate">
                  <bdi>{visibleText(tag)}</bdi>
                </span>
              </Badge>
            </li>
          ))}
          {tags.length > mostTags && (
            <li className="self-center text-xs text-ink-3">and {tags.length - mostTags} more</li>
          )}
        </ul>
      )}
    </section>
  );
}

/** A fact nobody told is a dash. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="truncate text-base text-ink tabular-nums">{children ?? '–'}</dd>
    </div>
  );
}

function Waiting() {
  return <Skeleton className="mt-1.5 h-3.5 w-16" />;
}

function DetailsSkeleton() {
  return (
    <Loading label="The details are loading" className="grid gap-4">
      <div className="grid grid-cols-3 gap-4">
        {Array.from({ length: 6 }, (_, fact) => (
          <Skeleton key={fact} className="h-8" />
        ))}
      </div>
      <Skeleton className="h-40" />
    </Loading>
  );
}
