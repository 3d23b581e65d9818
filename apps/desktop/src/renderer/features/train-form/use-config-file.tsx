// A configuration or a script from a file, chosen or dropped anywhere on the
// page, and the configuration into one.
import type { DragEvent } from 'react';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { saveFile } from '../../ui/charts/save-file.ts';
import { toast } from '../../ui/toast.tsx';
import type { TextFormat } from './config-text.ts';
import { FileProblem, useFileChoice } from '../../ui/file-choice.tsx';
import type { TrainForm } from './use-train-form.ts';

const longestBytes = 1_000_000;

export function useConfigFile({ config, choices, resumeFrom, replace, restore, set }: TrainForm) {
  /** Taken up in one go, and taken back in one. */
  function takeUp(next: RunConfig, from: string): void {
    replace(next);
    toast(`${from} is in the form`, { label: 'Take it back', onPress: () => restore(choices, resumeFrom) });
  }
  const file = useFileChoice({
    accept: '.json,.yaml,.yml,.py',
    longestBytes,
    async onText(text, name) {
      if (/\.py$/i.test(name)) {
        const before = config.script;
        set({ script: text });
        return toast(`${name} is the script now`, { label: 'Take it back', onPress: () => set({ script: before }) });
      }
      if (!/\.(?:json|ya?ml)$/i.test(name)) {
        throw new FileProblem(
          'Here a configuration (.json, .yaml) or a script (.py) can be opened. Files of rows go to Datasets.',
        );
      }
      const { readConfig } = await import('./config-text.ts');
      const read = readConfig(text, { ...config, script: null });
      if (read.config) return takeUp(read.config, name);
      const [first] = read.problems;
      const more = read.problems.length > 1 ? ` And ${read.problems.length - 1} more.` : '';
      throw new FileProblem(
        first ? `${first.line === null ? '' : `Line ${first.line}: `}${first.message}${more}` : 'It could not be read.',
      );
    },
  });
  return {
    ...file,
    takeUp,
    async exportAs(format: TextFormat): Promise<void> {
      const { writeConfig } = await import('./config-text.ts');
      const content = new Blob([writeConfig(config, format, true)], { type: 'text/plain;charset=utf-8' });
      saveFile(`${config.name}.${format}`, content);
    },
    /** For the whole page: a file that is let go anywhere else would take the browser away from it. */
    dropProps: {
      onDragOver: (event: DragEvent) => event.dataTransfer.types.includes('Files') && event.preventDefault(),
      onDrop: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        void file.take(event.dataTransfer.files[0]);
      },
    },
  };
}

export type ConfigFile = ReturnType<typeof useConfigFile>;
