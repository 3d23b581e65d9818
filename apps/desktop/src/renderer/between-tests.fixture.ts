// Test files share one page and one set of modules: what a test rendered,
// stored, stubbed or froze is put away before the next, of whichever file.
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// Runs again before each file. Nothing waits so long when all is well.
configure({ asyncUtilTimeout: 8_000, defaultHidden: false });

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});
