// Puts the keyboard and screen readers on the heading of the page that was gone
// to, as soon as it has one: a page that loads begins without.

/** Now, or when it comes, unless something was focused until then. Gives its end. */
export function focusHeading(): () => void {
  const focus = () => {
    const heading = document.querySelector<HTMLElement>('[data-page-heading]');
    heading?.focus({ preventScroll: true });
    return heading !== null;
  };
  if (focus()) return () => {};
  const before = document.activeElement;
  const observer = new MutationObserver(() => {
    const { activeElement } = document;
    const moved = activeElement !== before && activeElement !== document.body && activeElement !== null;
    if (moved || focus()) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
