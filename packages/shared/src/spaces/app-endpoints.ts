// With which function a generated app answers, by its template; null for a folder of one's own.
import type { DeployTemplate } from './deploy-kinds.ts';

export type AppEndpoint = '/chat' | '/complete' | '/embed' | '/classify';

export const appEndpoints: Readonly<Record<DeployTemplate, AppEndpoint | null>> = {
  chat: '/chat',
  completion: '/complete',
  embeddings: '/embed',
  classification: '/classify',
  folder: null,
};
