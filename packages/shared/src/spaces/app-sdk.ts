// What the Hub starts an app with, as its files say, and whether that goes with the hardware that was chosen.
import type { DeployKind } from './deploy-kinds.ts';

export const appSdks = ['gradio', 'docker', 'static'] as const;
export type AppSdk = (typeof appSdks)[number];

/** `readme` null: there is none. Its head has the last word, as on the Hub; a Dockerfile beside no app.py is one to be built, a page beside no program is shown as it is. */
export function sdkOfApp(kind: DeployKind, paths: readonly string[], readme: string | null): AppSdk {
  const head = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)^---/m.exec(readme ?? '')?.[1] ?? '';
  const named = /^sdk:[ \t]*["']?(\w+)/m.exec(head)?.[1];
  const known = appSdks.find((sdk) => sdk === named);
  if (known !== undefined) return known;
  if (kind === 'static') return 'static';
  if (paths.includes('app.py')) return 'gradio';
  if (paths.includes('Dockerfile')) return 'docker';
  return paths.includes('index.html') && !paths.some((path) => path.endsWith('.py')) ? 'static' : 'gradio';
}

/** Why an app with this SDK cannot be deployed this way; null: it can. */
export function sdkProblem(kind: DeployKind, sdk: AppSdk): string | null {
  if (kind === 'static' && sdk !== 'static')
    return `README.md says that this is a ${sdk} app, which a static page cannot run: choose hardware for it, or write “sdk: static”.`;
  if (kind === 'zero-gpu' && sdk === 'docker')
    return `ZeroGPU runs Gradio apps alone, and this one is built by a Dockerfile.`;
  if (kind !== 'static' && sdk === 'static')
    return 'This is a page without a program, which runs on no hardware: deploy it as a static page.';
  return null;
}
