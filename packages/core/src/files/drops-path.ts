// The names under which a page hands over files that were dropped on it. They
// come from another program's folder, and end as paths of ours: anything that
// could lead out of the folder, or that this system would read otherwise, is refused.
import { AppError } from '@hubdesk/shared/errors';
import { isWindowsDevice, longestNameBytes } from './system-names.ts';

const forbiddenOnWindows = /[<>:"|?*\\]|[. ]$/;

/** The segments of a relative path with `/`. Rejects with INVALID_INPUT for an unsafe one. */
export function dropSegments(path: string, platform: NodeJS.Platform): string[] {
  const segments = path.split('/');
  if (!segments.every((segment) => isSafe(segment, platform))) {
    const reason = `“${printable(path)}” cannot be taken over under this name. Rename it and try again.`;
    throw new AppError('INVALID_INPUT', reason, { field: 'path', reason });
  }
  return segments;
}

function isSafe(segment: string, platform: NodeJS.Platform): boolean {
  // Empty ones are a root, a doubled slash or one at the end.
  if (segment === '' || segment === '.' || segment === '..' || segment.includes('\0')) return false;
  if (Buffer.byteLength(segment) > longestNameBytes) return false;
  return platform !== 'win32' || !(forbiddenOnWindows.test(segment) || isWindowsDevice(segment));
}

function printable(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}]+/gu, '�').slice(0, 200);
}
