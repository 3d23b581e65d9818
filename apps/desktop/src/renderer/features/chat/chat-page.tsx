// A conversation with the chosen model. The page puts the parts together; what
// is said lives in a store, and nothing of it reaches the disk.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { beginAnew, isUnderWay, setDraft, useConversation } from '../../stores/conversation.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SlidePanel } from '../../ui/slide-panel.tsx';
import { Announcer } from './announcer.tsx';
import { ChatHeader } from './chat-header.tsx';
import { ChatSettingsPanel } from './chat-settings-panel.tsx';
import { Composer, type ComposerHandle } from './composer.tsx';
import { ConversationTotal } from './conversation-total.tsx';
import { loadAnswerText } from './lazy-answer-text.ts';
import { PutAside } from './put-aside.tsx';
import { shortModelName } from './selection-words.ts';
import { Starters } from './starters.tsx';
import { columnClasses, Transcript } from './transcript.tsx';
import { useAsk } from './use-ask.ts';
import { countOwnChoices, useChatSettings } from './use-chat-settings.ts';
import { useConversationOwner } from './use-conversation-owner.ts';
import { usePageKeys } from './use-page-keys.ts';

export function ChatPage() {
  const { data: workspace } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.workspace }));
  const { data: account } = useQuery(orpc.account.get.queryOptions());
  const chosen = useQuery(orpc.models.selected.queryOptions());
  const selection = chosen.data?.selection ?? null;
  const settings = useChatSettings();
  const ask = useAsk({ selection, settings: settings.choices });
  useConversationOwner(workspace, account, ask.stop);
  // Here before the first answer is.
  useEffect(() => void loadAnswerText(), []);

  const isEmpty = useConversation(({ turns }) => turns.length === 0);
  const isAnswering = useConversation(({ turns }) => {
    const last = turns.at(-1);
    const answer = last?.versions[last.shown]?.answer;
    return answer !== undefined && isUnderWay(answer);
  });
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [asksForNew, setAsksForNew] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const settingsButton = useRef<HTMLButtonElement>(null);
  function startAnew() {
    setAsksForNew(false);
    ask.stop();
    beginAnew();
    composer.current?.focus();
  }

  function closeSettings() {
    setSettingsOpen(false);
    settingsButton.current?.focus();
  }

  usePageKeys({
    onEscape(target) {
      // Its button counts too: the focus is still there when the panel has just covered a narrow page.
      if (settingsOpen && target.closest('#chat-settings, [aria-controls="chat-settings"]')) closeSettings();
      else if (isAnswering) ask.stop();
    },
    onTyping: () => composer.current?.focus(),
  });

  const obstacle = account === null ? <NotConnected /> : chosen.data === null ? <NothingChosen /> : null;
  return (
    <div className="relative flex h-full overflow-hidden">
      <div className="flex min-w-0 flex-1 flex-col">
        <ChatHeader
          selected={chosen.data}
          account={account}
          settingsOpen={settingsOpen}
          ownChoices={countOwnChoices(settings.choices)}
          settingsUnsaved={settings.failure !== null}
          settingsButton={settingsButton}
          onSettings={() => setSettingsOpen(!settingsOpen)}
          // What is put aside can be brought back; an answer on its way cannot, so only then is one asked.
          onNewChat={isEmpty ? null : isAnswering ? () => setAsksForNew(true) : startAnew}
        />
        {chosen.isError && (
          <div className={`${columnClasses} pt-6`}>
            <ErrorNotice
              explanation={explain(toFailure(chosen.error))}
              retrying={chosen.isFetching}
              onRetry={() => void chosen.refetch()}
            />
          </div>
        )}
        {!isEmpty && <Transcript account={account} ask={ask} />}
        {isEmpty && (
          <div
            className={`${columnClasses} grid min-h-0 flex-1 content-center justify-items-start gap-6 overflow-y-auto py-8`}
          >
            {obstacle ??
              (selection && (
                <Starters
                  model={shortModelName(selection.model)}
                  onChoose={(prompt) => {
                    setDraft(prompt);
                    composer.current?.focus();
                  }}
                />
              ))}
            <PutAside />
          </div>
        )}
        <div className={`${columnClasses} shrink-0 pt-1 pb-4`}>
          <Composer
            ref={composer}
            blocked={blockedBy(account === null, selection === null, chosen.isPending)}
            isAnswering={isAnswering}
            onSend={ask.ask}
            onStop={() => {
              ask.stop();
              composer.current?.focus();
            }}
            note={<ConversationTotal />}
          />
        </div>
      </div>
      <SlidePanel
        subject={settingsOpen ? 'settings' : null}
        className="z-20 border-l border-line bg-surface max-wide:absolute max-wide:inset-y-0 max-wide:right-0 max-wide:w-[min(22rem,100%)] max-wide:shadow-float wide:w-86 wide:shrink-0"
      >
        <aside id="chat-settings" aria-label="Chat settings" className="h-full">
          <ChatSettingsPanel settings={settings} onClose={closeSettings} />
        </aside>
      </SlidePanel>
      <ConfirmDialog
        open={asksForNew}
        onOpenChange={setAsksForNew}
        title="Stop the answer and begin a new chat?"
        description="The answer being written ends here. What has arrived can be brought back until you ask something new."
        confirmLabel="Begin a new chat"
        onConfirm={startAnew}
      />
      <Announcer />
    </div>
  );
}

function blockedBy(isSignedOut: boolean, hasNoModel: boolean, isPending: boolean): ReactNode {
  if (isSignedOut) return 'Connect an account to send a question.';
  if (isPending) return 'Looking up the chosen model…';
  if (hasNoModel) return 'Choose a model to send a question.';
  return null;
}

function NotConnected() {
  return (
    <EmptyState
      title="Nobody is connected yet"
      action={
        <>
          <Link to="/settings/providers" search={{ provider: 'huggingface' }} className={buttonClasses('primary')}>
            Connect an account
          </Link>
          <Link to="/welcome" className={buttonClasses('secondary')}>
            Try the Sandbox
          </Link>
        </>
      }
    >
      To talk to a model, connect your Hugging Face account. Or try the Sandbox, where nothing is real and nothing costs
      anything.
    </EmptyState>
  );
}

function NothingChosen() {
  return (
    <EmptyState
      title="Whom would you like to talk to?"
      action={
        <Link to="/models" className={buttonClasses('primary')}>
          Choose a model
        </Link>
      }
    >
      Pick one of the models that a provider keeps ready to answer. You can change it at any time, also in the middle of
      a conversation.
    </EmptyState>
  );
}
