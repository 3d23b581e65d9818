import { Link, Outlet } from '@tanstack/react-router';

const parts = [
  { to: '/settings/providers', label: 'Providers' },
  { to: '/settings/security', label: 'Security' },
  { to: '/settings/general', label: 'General' },
] as const;

/** The settings' own navigation above each of their pages. */
export function SettingsLayout() {
  return (
    <div className="flex min-h-full flex-col">
      <nav aria-label="Settings" className="sticky top-0 z-10 flex gap-6 border-b border-line bg-paper px-6 rail:px-10">
        {parts.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            className="-mb-px flex h-13 items-center border-b-2 text-base font-medium outline-offset-[-4px]"
            activeProps={{ className: 'border-accent text-ink' }}
            inactiveProps={{ className: 'border-transparent text-ink-2 hover:text-ink' }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="flex min-h-0 flex-1 flex-col">
        <Outlet />
      </div>
    </div>
  );
}
