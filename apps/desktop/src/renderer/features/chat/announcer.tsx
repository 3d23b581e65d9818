import { useEffect, useRef, useState } from 'react';
import { useConversation } from '../../stores/conversation.ts';
import { shortModelName } from './selection-words.ts';

/** Tells screen readers that an answer begins and ends, never its words. A failure announces itself. */
export function Announcer() {
  const news = useConversation(({ turns }) => {
    const last = turns.at(-1);
    const answer = last?.versions[last.shown]?.answer;
    if (!answer) return '';
    const { phase, selection } = answer;
    if (phase === 'waiting' || phase === 'writing') return `${shortModelName(selection.model)} is answering.`;
    return { done: 'The answer is complete.', stopped: 'Stopped.', failed: '' }[phase];
  });
  const [said, setSaid] = useState('');
  const before = useRef(news);
  useEffect(() => {
    if (before.current === news) return;
    before.current = news;
    setSaid(news);
  }, [news]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
