// The catalogue of the Hub the screens look at, held while the page is open.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { client, orpc } from './client.ts';
import { connection } from './connection.ts';
import { toFailure } from './failure.ts';
import { type CatalogueFeed, createCatalogueFeed } from './catalogue-feed.ts';

// One list in memory is enough: that of the Hub looked at last.
let kept: { readonly hubUrl: string; readonly feed: CatalogueFeed } | null = null;

function feedOf(hubUrl: string): CatalogueFeed {
  if (kept?.hubUrl !== hubUrl) kept = { hubUrl, feed: newFeed() };
  return kept.feed;
}

function newFeed(): CatalogueFeed {
  return createCatalogueFeed({
    read: (refresh, signal) => client.models.catalogue({ refresh }, { signal }),
    toFailure,
    now: () => Date.now(),
    after(delayMs, call) {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
  });
}

/** Loads while the page shows it and `wanted`; leaving the page, or losing the host, ends an unfinished load. */
export function useCatalogue(wanted = true) {
  const { data: hubUrl = '' } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.hubUrl }));
  const hasHost = useStore(connection, ({ phase }) => phase === 'open');
  const feed = useMemo(() => feedOf(hubUrl), [hubUrl]);
  const holds = wanted && hubUrl !== '' && hasHost;
  useEffect(() => (holds ? feed.hold() : undefined), [feed, holds]);
  return { feed, catalogue: useSyncExternalStore(feed.subscribe, feed.getState) };
}
