// The YAML at the head of a README.md: what a repo says about itself. Bad YAML gives its reason and an empty card.
import { parseDocument } from 'yaml';

export type Card = Readonly<Record<string, unknown>>;

export interface ParsedCard {
  card: Card;
  /** Why the YAML could not be read. */
  error?: string;
}

export function parseCard(readme: string): ParsedCard {
  const [, yaml] = /^﻿?---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)?---[ \t]*(?:\r?\n|$)/.exec(readme) ?? [];
  if (yaml === undefined || yaml.trim() === '') return { card: {} };
  const document = parseDocument(yaml);
  const [error] = document.errors;
  if (error) return { card: {}, error: error.message };
  // Aliases that stand for more and more aliases are cut short by the library.
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { card: {}, error: 'The metadata must be a map of keys and values' };
  }
  return { card: Object.fromEntries(Object.entries(value)) };
}

/** A field that may be one text or several. */
export function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
