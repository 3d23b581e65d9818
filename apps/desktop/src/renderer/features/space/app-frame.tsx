// The app of a Space in a frame that can do little: see `app-frames`. A bar says
// whose it is, since what it shows is not ours.
import { ArrowUpRight, RotateCw } from 'lucide-react';
import { useRef, useState, useSyncExternalStore } from 'react';
import { frameSandbox, mayFrame } from '@hubdesk/shared/page/app-frames';
import { useTheme } from '../../stores/theme.ts';
import { HelpTip } from '../../ui/help-tip.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useFocusGuard } from './use-focus-guard.ts';

export interface AppFrameProps {
  title: string;
  /** One that `mayFrame`. */
  url: string;
  /** It takes the theme by its address. */
  isGradio: boolean;
}

export function AppFrame({ title, url, isGradio }: AppFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [round, setRound] = useState(0);
  const [loaded, setLoaded] = useState<string | null>(null);
  const isDark = useIsDark();
  useFocusGuard(frame);
  if (!mayFrame(url)) return null;
  const address = isGradio ? `${url}${url.includes('?') ? '&' : '?'}__theme=${isDark ? 'dark' : 'light'}` : url;
  const shown = `${round} ${address}`;
  return (
    <div className="flex h-full min-h-0 flex-col overflow-hidden rounded-lg border border-line-strong bg-surface">
      <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line bg-sunken pr-1 pl-3.5">
        <p className="min-w-0 flex-1 truncate font-mono text-xs text-ink-2">
          {url.replace(/^https?:\/\//, '').replace(/\/$/, '')}
        </p>
        {loaded !== shown && <Spinner label="The app is loading" />}
        <HelpTip question="What may this app do here?">
          <p>
            What shows below is the Space’s own app, and Hubdesk is not in it. It cannot read this page, open windows or
            dialogs, download files, or use the camera and microphone. Never type a token into it.
          </p>
        </HelpTip>
        <IconButton icon={RotateCw} label="Load the app again" size="small" onClick={() => setRound(round + 1)} />
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          aria-label="Open the app in the browser"
          className="inline-grid size-8 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:size-11"
        >
          <ArrowUpRight aria-hidden className="size-4" strokeWidth={1.75} />
        </a>
      </div>
      <iframe
        key={shown}
        ref={frame}
        src={address}
        title={title}
        sandbox={frameSandbox}
        allow=""
        referrerPolicy="no-referrer"
        loading="lazy"
        onLoad={() => setLoaded(shown)}
        className="min-h-0 w-full flex-1 bg-surface"
      />
    </div>
  );
}

/** Whether the page is drawn dark now, chosen or by the system. */
function useIsDark(): boolean {
  const { theme } = useTheme();
  const isSystemDark = useSyncExternalStore(subscribeScheme, () => dark.matches);
  return theme === 'system' ? isSystemDark : theme === 'dark';
}

const dark = window.matchMedia('(prefers-color-scheme: dark)');

function subscribeScheme(onChange: () => void): () => void {
  dark.addEventListener('change', onChange);
  return () => dark.removeEventListener('change', onChange);
}
