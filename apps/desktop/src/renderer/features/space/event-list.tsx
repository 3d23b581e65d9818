// Every change of a Space that was seen since its page was opened, newest first.
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { ExternalLink } from '../../ui/external-link.tsx';
import { timeWords } from '../../ui/log/log-words.ts';
import { stageShape } from '../../ui/stage-shape.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { SpaceEvent } from './use-space.ts';

export function EventList({ events, url }: { events: readonly SpaceEvent[]; url: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-2">
        Changes seen since this page was opened, newest first. The Hub keeps no list of earlier ones.
      </p>
      {events.length === 0 ? (
        <p className="text-ink-3">None yet.</p>
      ) : (
        <table className="w-full max-w-240 border-collapse text-left">
          <thead>
            <tr className="border-b border-line text-xs text-ink-3">
              <th className="w-24 py-2 pr-4 font-medium">Time</th>
              <th className="py-2 pr-4 font-medium">Stage</th>
              <th className="py-2 pr-4 font-medium">Hardware</th>
              <th className="w-28 py-2 font-medium">Commit</th>
            </tr>
          </thead>
          <tbody>
            {events.toReversed().map((event, at) => (
              <tr key={events.length - at} className="border-b border-line align-baseline">
                <td className="py-2.5 pr-4 font-mono text-xs text-ink-2 tabular-nums">
                  <time dateTime={event.at}>{timeWords(event.at)}</time>
                </td>
                <td className="py-2.5 pr-4">
                  <span className="flex items-center gap-2 text-ink">
                    <StatusDot shape={stageShape(event.stage)} />
                    {visibleText(stageWords(event.stage).label)}
                  </span>
                  {event.errorMessage && (
                    <span className="block pl-5 text-sm [overflow-wrap:anywhere] text-ink-2">
                      {visibleText(event.errorMessage)}
                    </span>
                  )}
                </td>
                <td className="py-2.5 pr-4 text-ink-2">{visibleText(event.hardware ?? '–')}</td>
                <td className="py-2.5 font-mono text-xs text-ink-2">
                  {event.sha === null ? (
                    '–'
                  ) : (
                    <ExternalLink href={`${url}/commit/${event.sha}`}>{event.sha.slice(0, 7)}</ExternalLink>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
