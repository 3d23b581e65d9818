// Whom one talks to, who serves it and who pays, with the way to change that.
import { Link } from '@tanstack/react-router';
import { SlidersHorizontal, SquarePen } from 'lucide-react';
import type { Ref } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import type { Selection } from '@hubdesk/shared/models/routing';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { payerName, routingWords, shortModelName } from './selection-words.ts';

export interface ChatHeaderProps {
  /** Undefined while it is not known yet. */
  selected: { selection: Selection; warm: boolean | null } | null | undefined;
  account: Account | null | undefined;
  settingsOpen: boolean;
  /** How many settings are the person's own. */
  ownChoices: number;
  /** They are used but could not be written to disk; the panel says why. */
  settingsUnsaved: boolean;
  settingsButton: Ref<HTMLButtonElement>;
  onSettings: () => void;
  /** Null while there is nothing to begin anew. */
  onNewChat: (() => void) | null;
}

export function ChatHeader(props: ChatHeaderProps) {
  const { selected, account, settingsOpen, ownChoices, settingsUnsaved, settingsButton, onSettings, onNewChat } = props;
  return (
    <header className="shrink-0 border-b border-line">
      <div className="flex h-15 items-center justify-between gap-4 pr-4 pl-6 rail:pl-8">
        <Who selected={selected} account={account} />
        <div className="flex shrink-0 items-center gap-1">
          <Button
            variant="quiet"
            size="small"
            icon={SquarePen}
            disabled={onNewChat === null}
            onClick={() => onNewChat?.()}
          >
            <span className="max-rail:sr-only">New chat</span>
          </Button>
          <Button
            ref={settingsButton}
            variant="quiet"
            size="small"
            icon={SlidersHorizontal}
            aria-expanded={settingsOpen}
            aria-controls="chat-settings"
            onClick={onSettings}
          >
            <span className="max-rail:sr-only">Settings</span>
            {settingsUnsaved && !settingsOpen && <Badge tone="loss">not saved</Badge>}
            {ownChoices > 0 && (
              <Badge>
                {ownChoices}
                <span className="sr-only"> changed</span>
              </Badge>
            )}
          </Button>
        </div>
      </div>
      {selected?.warm === false && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-surface px-6 py-2 text-base rail:px-8">
          <StatusDot shape="attention" />
          <p className="text-ink">
            {shortModelName(selected.selection.model)} is no longer warm: no provider keeps it ready to answer.
          </p>
          <Link to="/models" className={buttonClasses('secondary', 'small')}>
            Choose another model
          </Link>
        </div>
      )}
    </header>
  );
}

function Who({ selected, account }: Pick<ChatHeaderProps, 'selected' | 'account'>) {
  if (selected === undefined) {
    return (
      <Loading label="Looking up the chosen model" className="grid gap-2">
        <h1 tabIndex={-1} data-page-heading className="sr-only">
          Chat
        </h1>
        <Skeleton className="h-4 w-44" />
        <Skeleton className="h-3 w-60" />
      </Loading>
    );
  }
  if (selected === null) {
    return (
      <h1 tabIndex={-1} data-page-heading className="text-lg font-semibold text-ink">
        Chat
      </h1>
    );
  }
  const { selection } = selected;
  const organization = selection.model.slice(0, selection.model.indexOf('/'));
  return (
    <>
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        Chat with {shortModelName(selection.model)}
      </h1>
      <Link
        to="/models"
        search={{ model: selection.model }}
        className="group -ml-2.5 grid min-w-0 rounded-md px-2.5 py-1 hover:bg-hover"
      >
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate text-base font-semibold text-ink">{shortModelName(selection.model)}</span>
          <span className="text-xs text-accent-text underline decoration-accent-line underline-offset-3 group-hover:decoration-current">
            Change
          </span>
        </span>
        <span className="truncate text-xs text-ink-3">
          {[organization, routingWords(selection.routing), `paid by ${payerName(selection, account)}`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Link>
    </>
  );
}
