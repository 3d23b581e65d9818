// Remembers where the window stood. A lost or unreadable memory is no trouble:
// the window opens in the middle.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeWrite } from '@hubdesk/core/files/safe-write';
import { screen, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { fitBounds } from './fit-bounds.ts';
import { smallestWindow } from './window.ts';

const usualSize = { width: 1200, height: 800 };
const settleMs = 500;

const pixels = z.number().int().min(-100_000).max(100_000);
const stateSchema = z.object({
  bounds: z.object({ x: pixels, y: pixels, width: pixels, height: pixels }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

export async function readWindowState(folder: string): Promise<WindowState> {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const saved = await readSaved(join(folder, 'window.json'));
  const wanted = saved ?? { bounds: middleOf(areas[0] ?? { x: 0, y: 0, ...usualSize }), maximized: false };
  return { bounds: fitBounds(wanted.bounds, areas, smallestWindow), maximized: wanted.maximized };
}

/**
 * Saves the window's place some time after it last moved, and when it closes.
 * The answer resolves when what was asked to be saved so far is saved, or
 * `onFailure` has heard why it could not be.
 */
export function rememberWindowState(
  window: BrowserWindow,
  folder: string,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let saved = Promise.resolve();
  const save = () => {
    clearTimeout(timer);
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    saved = saved.then(() => write(folder, state)).catch(onFailure);
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, settleMs);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('close', save);
  return () => saved;
}

async function write(folder: string, state: WindowState): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await safeWrite(join(folder, 'window.json'), JSON.stringify(state));
}

async function readSaved(path: string): Promise<WindowState | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

function middleOf(area: { x: number; y: number; width: number; height: number }) {
  const { width, height } = usualSize;
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}
