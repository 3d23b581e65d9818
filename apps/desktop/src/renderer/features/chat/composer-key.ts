// What a key pressed in the composer means.

export interface ComposerKey {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  /** Letters are being put together by an input method; its Enter chooses, it does not send. */
  isComposing: boolean;
}

/** Enter sends, with Ctrl or ⌘ too; with Shift or Alt it makes a new line, as everywhere else. */
export function isSendKey({ key, shiftKey, altKey, isComposing }: ComposerKey): boolean {
  return key === 'Enter' && !shiftKey && !altKey && !isComposing;
}

/** A letter typed where nothing takes letters: the person means the composer. */
export function isTypingKey({ key, altKey, ctrlKey, metaKey, isComposing }: ComposerKey): boolean {
  return [...key].length === 1 && key !== ' ' && !altKey && !ctrlKey && !metaKey && !isComposing;
}
