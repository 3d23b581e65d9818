// What the Hub starts an app with, as its files say, and whether that goes with the hardware that was chosen.
import type { DeployKind } from './deploy-kinds.ts';

export const appSdks = ['gradio', 'docker', 'static'] as const;
export type AppSdk = (typeof appSdks)[number];

/** `readme` null: there is none. Its head has the last word, as on the Hub; a Dockerfile beside no app.py is one to be built. */
export function sdkOfApp(kind: DeployKind, paths: readonly string[], readme: string | null): AppSdk {
  const head = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)^---/m.exec(readme ?? '')?.[1] ?? '';
  const named = /^sdk:[ \t]*["']?(\w+)/m.exec(head)?.[1];
  const known = appSdks.find((sdk) => sdk === named);
  if (known !== undefined) return known;
  if (kind === 'static') return 'static';
  return paths.includes('Dockerfile') && !paths.includes('app.py') ? 'docker' : 'gradio';
}

/** Why an app with this SDK cannot be deployed this way; null: it can. */
export function sdkProblem(kind: DeployKind, sdk: AppSdk): string | null {
  if (kind === 'static' && sdk !== 'static')
    return `README.md says that this is a ${sdk} app, which a static page cannot run: choose hardware for it, or write “sdk: static”.`;
  if (kind === 'zero-gpu' && sdk !== 'gradio')
    return `ZeroGPU runs Gradio apps alone, and this one is ${sdk === 'docker' ? 'built by a Dockerfile' : 'a static page'}.`;
  if (kind !== 'static' && sdk === 'static')
    return 'README.md says that this is a static page, which runs on no hardware: choose the static page.';
  return null;
}
