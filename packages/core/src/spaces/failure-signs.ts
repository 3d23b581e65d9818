// The signs by which pip, uv, Docker, Python, transformers, Gradio and ZeroGPU say what went wrong, with what each means.
// Wordings are those of the tools themselves, or of public reports where they are the Hub's.
import { appSigns } from './app-signs.ts';
import type { Sign } from './failure-sign.ts';
import { gpuSigns } from './gpu-signs.ts';
import { modelSigns } from './model-signs.ts';
import { packageSigns } from './package-signs.ts';

/** The first that fits a line counts. Those that say more come first. */
export const signs: readonly Sign[] = [...gpuSigns, ...modelSigns, ...packageSigns, ...appSigns];
