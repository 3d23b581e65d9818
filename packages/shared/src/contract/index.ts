// The one table of everything the app can do. Each host serves it, the screens
// call it, and the OpenAPI document and contract.lock.json are derived from it.
import { populateContractRouterPaths } from '@orpc/contract';
import { account } from './account.ts';
import { app } from './app.ts';
import { budget } from './budget.ts';
import { chat } from './chat.ts';
import { datasets } from './datasets.ts';
import { deployments } from './deployments.ts';
import { drafts } from './drafts.ts';
import { files } from './files.ts';
import { hardware } from './hardware.ts';
import { models } from './models.ts';
import { preferences } from './preferences.ts';
import { providers } from './providers.ts';
import { recipes } from './recipes.ts';
import { runs } from './runs.ts';
import { sandbox } from './sandbox.ts';
import { schedules } from './schedules.ts';
import { secrets } from './secrets.ts';
import { spaces } from './spaces.ts';
import { transfers } from './transfers.ts';

export const contract = populateContractRouterPaths({
  app,
  account,
  budget,
  chat,
  datasets,
  deployments,
  drafts,
  files,
  hardware,
  models,
  preferences,
  providers,
  recipes,
  runs,
  sandbox,
  schedules,
  secrets,
  spaces,
  transfers,
});
export type Contract = typeof contract;
