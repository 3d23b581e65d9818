// The one table of everything the app can do. Each host serves it, the screens
// call it, and the OpenAPI document and contract.lock.json are derived from it.
import { populateContractRouterPaths } from '@orpc/contract';
import { account } from './account.ts';
import { app } from './app.ts';
import { chat } from './chat.ts';
import { datasets } from './datasets.ts';
import { drafts } from './drafts.ts';
import { files } from './files.ts';
import { models } from './models.ts';
import { preferences } from './preferences.ts';
import { providers } from './providers.ts';
import { sandbox } from './sandbox.ts';
import { secrets } from './secrets.ts';
import { transfers } from './transfers.ts';

export const contract = populateContractRouterPaths({
  app,
  account,
  chat,
  datasets,
  drafts,
  files,
  models,
  preferences,
  providers,
  sandbox,
  secrets,
  transfers,
});
export type Contract = typeof contract;
