// Asking for files or a folder of this computer, whichever way the host has of
// asking. Features use the hook; `app/` puts the asker around them.
import { createContext, use } from 'react';

export interface ChooseFilesRequest {
  /** `files`: one or several. `folder`: one that is there. `saveFolder`: one to write into, which may be made on the way. */
  what: 'files' | 'folder' | 'saveFolder';
  /** What for, in a few words: "Choose where to write the dataset". */
  title: string;
}

/** Absolute paths as the system writes them, at least one; null when the person let it be. Rejects as a call does. */
export type ChooseFiles = (request: ChooseFilesRequest) => Promise<readonly string[] | null>;

export const ChooseFilesContext = createContext<ChooseFiles>(() =>
  Promise.reject(new Error('Nobody here can ask for files: ChooseFilesProvider is missing.')),
);

export function useChooseFiles(): ChooseFiles {
  return use(ChooseFilesContext);
}
