// Marks the page with the person's theme before its first paint, so that no
// window flashes in the other colours and no inline script is needed.

export type Theme = 'system' | 'light' | 'dark';

/** The page's HTML with `data-theme` on its `html` element, whatever it carried before. */
export function themedIndex(html: string, theme: Theme): string {
  return html.replace(/<html\b([^>]*)>/i, (_, attributes: string) => {
    const others = attributes.replace(/\s+data-theme=("[^"]*"|'[^']*'|[^\s>]*)/i, '');
    return `<html${others} data-theme="${theme}">`;
  });
}
