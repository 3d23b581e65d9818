// A small text file of a person's; it is read in the page and goes nowhere else.
import { type ReactNode, useRef, useState } from 'react';
import { formatBytes } from './format-bytes.ts';

export interface FileChoice {
  accept: string;
  longestBytes: number;
  /** Throws an `Error` with a sentence for a person where the text is of no use. */
  onText: (text: string, name: string) => void | Promise<void>;
}

export interface FileChoiceParts {
  choose: () => void;
  /** Must stand somewhere in the page; shows nothing. */
  input: ReactNode;
  /** Takes one that was chosen or dropped elsewhere. */
  take: (file: File | undefined) => Promise<void>;
  /** Why the last one could not be used. */
  problem: string | null;
}

export function useFileChoice({ accept, longestBytes, onText }: FileChoice): FileChoiceParts {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function take(file: File | undefined): Promise<void> {
    if (!file) return;
    setProblem(null);
    try {
      await onText(await readText(file, longestBytes), file.name);
    } catch (caught) {
      setProblem(`${file.name}: ${caught instanceof FileProblem ? caught.message : 'It could not be read.'}`);
    }
  }
  return {
    choose: () => input.current?.click(),
    input: (
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // Otherwise the same file could not be chosen again after it was mended.
          event.target.value = '';
        }}
      />
    ),
    take,
    problem,
  };
}

/** A sentence about a file, fit for a person. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

async function readText(file: File, longestBytes: number): Promise<string> {
  if (file.size === 0) throw new FileProblem('It is empty.');
  if (file.size > longestBytes) {
    throw new FileProblem(`It has ${formatBytes(file.size)}; at most ${formatBytes(longestBytes)} can be taken.`);
  }
  const bytes = await file.arrayBuffer();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem('It is not a text in UTF-8.');
  }
  if (text.includes('\0')) throw new FileProblem('It is not a text.');
  return text;
}
