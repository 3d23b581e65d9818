import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { orpc } from '../api/client.ts';
import { showTheme } from '../stores/theme.ts';

/** Follows the theme the host keeps, which another window may have changed. */
export function useThemeOnDisk(): void {
  const { data: theme } = useQuery(orpc.preferences.get.queryOptions({ select: (preferences) => preferences.theme }));
  useEffect(() => {
    if (theme) showTheme(theme);
  }, [theme]);
}
