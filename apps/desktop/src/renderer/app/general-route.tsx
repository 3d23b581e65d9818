// Where two features meet: how Hubdesk looks, and whether it notifies about runs.
import { AppearancePage } from '../features/appearance/appearance-page.tsx';
import { NotificationSwitch } from '../features/runs/notification-switch.tsx';

export function GeneralRoute() {
  return <AppearancePage notifications={<NotificationSwitch />} />;
}
