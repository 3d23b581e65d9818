// The ways a model can be put where others reach it, and what can be put there. Free of zod, for the page.

/** `job`: an OpenAI-compatible server on Hugging Face Jobs, with a deadline. `static`: a page that shows the model and does not run it. */
export const deployKinds = ['zero-gpu', 'gpu', 'cpu', 'static', 'job'] as const;
export type DeployKind = (typeof deployKinds)[number];

export const deployTemplates = ['chat', 'completion', 'embeddings', 'classification', 'folder'] as const;
export type DeployTemplate = (typeof deployTemplates)[number];

/** What the Hub takes for `colorFrom` and `colorTo`. */
export const spaceColors = ['red', 'yellow', 'green', 'blue', 'indigo', 'purple', 'pink', 'gray'] as const;
export type SpaceColor = (typeof spaceColors)[number];

/** In their order. A static page is not asked, a job has no repository. */
export const deploySteps = ['repo', 'commit', 'build', 'start', 'question', 'ready'] as const;
export const jobSteps = ['job', 'start', 'question', 'ready'] as const;
export type DeployStep = (typeof deploySteps)[number] | (typeof jobSteps)[number];
