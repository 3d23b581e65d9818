import { client } from './client.ts';

/** Begins a download of a repository, or of some of its files, into a folder; it goes on in the background. */
export function downloadRepo(repoType: 'dataset' | 'space', repo: string) {
  return (folder: string, paths: string[] | null) => client.transfers.download({ repoType, repo, paths, folder });
}
