// Every place there is. The place is kept after the `#`, so that a host needs no
// rules for it. Pages are fetched when first gone to.
import type { QueryClient } from '@tanstack/react-query';
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { orpc } from '../api/client.ts';
import { parseDraftSearch } from '../features/draft/draft-search.ts';
import { parseDeploySearch } from '../features/deploy/deploy-search.ts';
import { parseDatasetSearch } from '../features/datasets/dataset-search.ts';
import { parseDatasetsSearch } from '../features/datasets/datasets-search.ts';
import { parseModelsSearch } from '../features/models/models-search.ts';
import { parseRunSearch } from '../features/run/run-search.ts';
import { parseCompareSearch, parseRunsSearch } from '../features/runs/runs-search.ts';
import { parseSpaceSearch } from '../features/space/space-search.ts';
import { parseSpacesSearch } from '../features/spaces/spaces-search.ts';
import { parseTrainFormSearch } from '../features/train-form/train-form-search.ts';
import { Boot } from './boot.tsx';
import { ErrorPage } from './error-page.tsx';
import { Frame } from './frame.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { SettingsLayout } from './settings-layout.tsx';
import { Shell } from './shell.tsx';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: NotFoundPage,
});

/** No account and not in the Sandbox: the welcome. Otherwise where the work was left. */
const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  pendingComponent: Boot,
  beforeLoad: async ({ context: { queryClient } }) => {
    const [account, state] = await Promise.all([
      queryClient.fetchQuery(orpc.account.get.queryOptions()),
      queryClient.fetchQuery(orpc.app.state.queryOptions()),
    ]);
    if (account === null && state.workspace === 'hub') throw redirect({ to: '/welcome', replace: true });
    const selected = await queryClient.fetchQuery(orpc.models.selected.queryOptions());
    throw redirect({ to: selected === null ? '/models' : '/chat', replace: true });
  },
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  staticData: { title: 'Welcome' },
  component: lazyRouteComponent(() => import('../features/welcome/welcome-page.tsx'), 'WelcomePage'),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const models = createRoute({
  getParentRoute: () => shell,
  path: '/models',
  staticData: { title: 'Models' },
  validateSearch: parseModelsSearch,
  component: lazyRouteComponent(() => import('../features/models/models-page.tsx'), 'ModelsPage'),
});

const chat = createRoute({
  getParentRoute: () => shell,
  path: '/chat',
  staticData: { title: 'Chat' },
  component: lazyRouteComponent(() => import('../features/chat/chat-page.tsx'), 'ChatPage'),
});

const datasets = createRoute({
  getParentRoute: () => shell,
  path: '/datasets',
  staticData: { title: 'Datasets' },
  component: lazyRouteComponent(() => import('./datasets-layout.tsx'), 'DatasetsLayout'),
});

const datasetsIndex = createRoute({
  getParentRoute: () => datasets,
  path: '/',
  validateSearch: parseDatasetsSearch,
  component: lazyRouteComponent(() => import('../features/datasets/datasets-page.tsx'), 'DatasetsPage'),
});

const dataset = createRoute({
  getParentRoute: () => datasets,
  path: '/hub/$namespace/$name',
  staticData: { title: 'Dataset' },
  validateSearch: parseDatasetSearch,
  component: lazyRouteComponent(() => import('../features/datasets/dataset-page.tsx'), 'DatasetPage'),
});

const draft = createRoute({
  getParentRoute: () => datasets,
  path: '/draft/$draft',
  staticData: { title: 'Dataset' },
  validateSearch: parseDraftSearch,
  component: lazyRouteComponent(() => import('../features/draft/draft-page.tsx'), 'DraftPage'),
});

const transfers = createRoute({
  getParentRoute: () => shell,
  path: '/transfers',
  staticData: { title: 'Transfers' },
  component: lazyRouteComponent(() => import('../features/transfers/transfers-page.tsx'), 'TransfersPage'),
});

const train = createRoute({
  getParentRoute: () => shell,
  path: '/train',
  staticData: { title: 'Train' },
  validateSearch: parseRunsSearch,
  component: lazyRouteComponent(() => import('../features/runs/runs-page.tsx'), 'RunsPage'),
});

const trainNew = createRoute({
  getParentRoute: () => shell,
  path: '/train/new',
  staticData: { title: 'New run' },
  validateSearch: parseTrainFormSearch,
  component: lazyRouteComponent(() => import('../features/train-form/train-form-page.tsx'), 'TrainFormPage'),
});

const trainRun = createRoute({
  getParentRoute: () => shell,
  path: '/train/run/$run',
  staticData: { title: 'Run' },
  validateSearch: parseRunSearch,
  component: lazyRouteComponent(() => import('../features/run/run-page.tsx'), 'RunPage'),
});

const trainCompare = createRoute({
  getParentRoute: () => shell,
  path: '/train/compare',
  staticData: { title: 'Compare runs' },
  validateSearch: parseCompareSearch,
  component: lazyRouteComponent(() => import('../features/runs/compare-page.tsx'), 'ComparePage'),
});

const trainSchedules = createRoute({
  getParentRoute: () => shell,
  path: '/train/schedules',
  staticData: { title: 'Schedules' },
  component: lazyRouteComponent(() => import('../features/runs/schedules-page.tsx'), 'SchedulesPage'),
});

const spaces = createRoute({
  getParentRoute: () => shell,
  path: '/spaces',
  staticData: { title: 'Spaces' },
  validateSearch: parseSpacesSearch,
  component: lazyRouteComponent(() => import('../features/spaces/spaces-page.tsx'), 'SpacesPage'),
});

const spacesNew = createRoute({
  getParentRoute: () => shell,
  path: '/spaces/new',
  staticData: { title: 'Deploy a model' },
  validateSearch: parseDeploySearch,
  component: lazyRouteComponent(() => import('../features/deploy/deploy-page.tsx'), 'DeployPage'),
});

const deployment = createRoute({
  getParentRoute: () => shell,
  path: '/spaces/deployment/$deployment',
  staticData: { title: 'Deployment' },
  component: lazyRouteComponent(() => import('../features/deployment/deployment-page.tsx'), 'DeploymentPage'),
});

const space = createRoute({
  getParentRoute: () => shell,
  path: '/spaces/hub/$namespace/$name',
  staticData: { title: 'Space' },
  validateSearch: parseSpaceSearch,
  component: lazyRouteComponent(() => import('../features/space/space-page.tsx'), 'SpacePage'),
});

const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: SettingsLayout });

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/providers', replace: true });
  },
});

const providers = createRoute({
  getParentRoute: () => settings,
  path: '/providers',
  staticData: { title: 'Providers' },
  /** `provider`: the one whose panel is open. */
  validateSearch: (search): { provider?: string } =>
    typeof search.provider === 'string' ? { provider: search.provider } : {},
  component: lazyRouteComponent(() => import('./providers-route.tsx'), 'ProvidersRoute'),
});

const security = createRoute({
  getParentRoute: () => settings,
  path: '/security',
  staticData: { title: 'Security' },
  component: lazyRouteComponent(() => import('../features/security/security-page.tsx'), 'SecurityPage'),
});

const general = createRoute({
  getParentRoute: () => settings,
  path: '/general',
  staticData: { title: 'General' },
  component: lazyRouteComponent(() => import('./general-route.tsx'), 'GeneralRoute'),
});

const routeTree = root.addChildren([
  index,
  welcome,
  shell.addChildren([
    models,
    chat,
    datasets.addChildren([datasetsIndex, dataset, draft]),
    transfers,
    train,
    trainNew,
    trainRun,
    trainCompare,
    trainSchedules,
    spaces,
    spacesNew,
    deployment,
    space,
    settings.addChildren([settingsIndex, providers, security, general]),
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: ErrorPage,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
  interface StaticDataRouteOption {
    /** The window's title while this page shows. */
    title?: string;
  }
}
