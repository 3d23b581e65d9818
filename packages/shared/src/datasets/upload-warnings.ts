// What an upload is warned about, and what of it must be mended first. No schema
// in here: the screens carry none.

/** Said before an upload starts; `stops` must be mended first. */
export const uploadWarnings = {
  'too-many-files': 'warns',
  'crowded-folder': 'warns',
  'large-file': 'warns',
  'file-too-large': 'stops',
  'many-commits': 'warns',
  'refused-name': 'stops',
  'twin-name': 'warns',
  'windows-name': 'warns',
  'other-content': 'warns',
  'private-storage': 'warns',
  'skipped-entries': 'warns',
  'viewer-reads-metadata': 'warns',
} as const satisfies Record<string, 'warns' | 'stops'>;
export const uploadWarningKinds = Object.keys(uploadWarnings) as [
  keyof typeof uploadWarnings,
  ...(keyof typeof uploadWarnings)[],
];
export type UploadWarningKind = (typeof uploadWarningKinds)[number];
