// The frame of every working page: where one can go on the left, the page on the
// right. At 900 px and below the left side is a narrow rail.
import { Link, Outlet } from '@tanstack/react-router';
import {
  AppWindow,
  Database,
  GraduationCap,
  Layers,
  type LucideIcon,
  MessageSquareText,
  Search,
  Settings,
} from 'lucide-react';
import { lazy, Suspense, use } from 'react';
import { AccountPill } from '../features/account/account-pill.tsx';
import { ChooseFilesProvider } from '../features/files/choose-files-provider.tsx';
import { LimitsProvider } from '../features/runs/limits-provider.tsx';
import { TransferTray } from '../features/transfers/transfer-tray.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PaletteContext } from './palette-context.ts';
import { Wordmark } from '../ui/wordmark.tsx';

const RunTray = lazy(() => import('../features/runs/run-tray.tsx').then((module) => ({ default: module.RunTray })));
const DeploymentTray = lazy(() =>
  import('../features/spaces/deployment-tray.tsx').then((module) => ({ default: module.DeploymentTray })),
);

const places = [
  { to: '/models', label: 'Models', icon: Layers },
  { to: '/chat', label: 'Chat', icon: MessageSquareText },
  { to: '/datasets', label: 'Datasets', icon: Database },
  { to: '/train', label: 'Train', icon: GraduationCap },
  { to: '/spaces', label: 'Spaces', icon: AppWindow },
  { to: '/settings', label: 'Settings', icon: Settings },
] as const satisfies readonly { to: string; label: string; icon: LucideIcon }[];

const item =
  'flex h-9 items-center gap-3 rounded-md px-2.5 text-base font-medium text-ink-2 transition-colors duration-100 hover:bg-hover hover:text-ink pointer-coarse:h-11 max-rail:h-13 max-rail:flex-col max-rail:justify-center max-rail:gap-1 max-rail:px-0 max-rail:text-xs';
const itemHere = 'bg-pressed text-ink';

export function Shell() {
  const openPalette = use(PaletteContext);
  return (
    <div className="flex h-full">
      <aside className="flex w-18 shrink-0 flex-col border-r border-line bg-sunken px-2 pt-5 pb-3 rail:w-58 rail:px-3">
        <Link to="/" className="mb-5 flex h-8 items-center gap-2.5 rounded-md px-2 max-rail:justify-center">
          <Wordmark short />
        </Link>
        <button
          type="button"
          onClick={openPalette}
          className="mb-4 flex h-9 items-center gap-2.5 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink-3 hover:text-ink max-rail:justify-center max-rail:px-0 pointer-coarse:h-11"
        >
          <Search aria-hidden className="size-4" strokeWidth={1.75} />
          <span className="flex-1 text-left max-rail:sr-only">Find a command</span>
          <span aria-hidden className="max-rail:hidden">
            <Kbd shortcut="mod+k" />
          </span>
        </button>
        <nav aria-label="Pages" className="grid gap-0.5">
          {places.map(({ to, label, icon: Icon }) => (
            <Link key={to} to={to} className={item} activeProps={{ className: itemHere }}>
              <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />
              {label}
            </Link>
          ))}
        </nav>
        <div className="mt-auto grid grid-cols-1 gap-2">
          <Suspense fallback={null}>
            <RunTray />
          </Suspense>
          <Suspense fallback={null}>
            <DeploymentTray />
          </Suspense>
          <TransferTray className={item} activeClassName={itemHere} />
          <AccountPill />
        </div>
      </aside>
      <main id="main" tabIndex={-1} className="relative min-w-0 flex-1 overflow-y-auto">
        <ChooseFilesProvider>
          <LimitsProvider>
            <Outlet />
          </LimitsProvider>
        </ChooseFilesProvider>
      </main>
    </div>
  );
}
