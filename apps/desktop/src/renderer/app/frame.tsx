// What is around every page: the way past the navigation, the Sandbox mark, the
// news, the palette, and the curtain for when the host is gone.
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { SandboxBand } from '../features/sandbox/sandbox-band.tsx';
import { useActions } from './actions.ts';
import { HostCurtain, useHostAway } from './host-curtain.tsx';
import { PaletteContext } from './palette-context.ts';
import { SettingsNotice } from './settings-notice.tsx';
import { usePageChange } from './use-page-change.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useThemeOnDisk } from './use-theme-on-disk.ts';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);
const ToastRegion = lazy(() => import('../ui/toast.tsx').then((module) => ({ default: module.ToastRegion })));

export function Frame() {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const actions = useActions();
  useShortcuts(actions, () => setPaletteOpen(true));
  const away = useHostAway();
  usePageChange();
  useThemeOnDisk();
  return (
    <PaletteContext value={() => setPaletteOpen(true)}>
      <div inert={away !== null} className="contents">
        <a
          href="#main"
          onClick={(event) => {
            // The place lives after the #, so this link must not change it.
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-page-heading], main')?.focus();
          }}
          className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
        >
          Skip to the page
        </a>
        <div className="flex h-full flex-col">
          <SandboxBand />
          <SettingsNotice />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </div>
      </div>
      {away && <HostCurtain away={away} />}
      <Suspense fallback={null}>
        <ToastRegion />
        {paletteOpen && <CommandPalette actions={actions} onClose={() => setPaletteOpen(false)} />}
      </Suspense>
    </PaletteContext>
  );
}
