// The words for the ways to deploy and for what an app does.
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployKind, DeployTemplate } from '@hubdesk/shared/spaces/deploy-kinds';
import { writeDuration } from '../../ui/read-duration.ts';
import { visibleText } from '../../ui/visible-text.ts';

export const kindWords: Record<DeployKind, { label: string; thing: string }> = {
  'zero-gpu': { label: 'ZeroGPU Space', thing: 'ZeroGPU Space' },
  gpu: { label: 'Space with its own GPU', thing: 'GPU Space' },
  cpu: { label: 'Space on a processor', thing: 'CPU Space' },
  static: { label: 'Static page', thing: 'static page' },
  job: { label: 'Server on a job', thing: 'server on a job' },
};

export const templateWords: Record<DeployTemplate, { label: string; help: string; inWords: string }> = {
  chat: { label: 'Chat', help: 'Turns of a conversation, with a system prompt before them.', inWords: 'chat' },
  completion: { label: 'Text completion', help: 'It goes on with whatever it is given.', inWords: 'completion' },
  embeddings: { label: 'Embeddings', help: 'A vector for each text, and how alike they are.', inWords: 'embeddings' },
  classification: {
    label: 'Classification',
    help: 'Which label fits a text, and how well.',
    inWords: 'classification',
  },
  folder: { label: 'Your own folder', help: 'An app that is written already.', inWords: 'its own app' },
};

/** What the press will do: `Private ZeroGPU Space sandy/tiny-llama-chat`. */
export function deedWords({ kind, namespace, name, visibility, timeoutSeconds }: DeployConfig): string {
  const place = `${namespace}/${name === '' ? '…' : visibleText(name)}`;
  if (kind === 'job')
    return `Server “${visibleText(name)}” on a job of ${namespace}, for ${writeDuration(timeoutSeconds)}`;
  const who = visibility.slice(0, 1).toUpperCase() + visibility.slice(1);
  return `${who} ${kindWords[kind].thing} ${place}`;
}
