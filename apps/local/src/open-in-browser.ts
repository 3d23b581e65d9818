// Opens an address in the person's browser. A computer without one is no error:
// the address is on the terminal as well.
import open from 'open';

export function openInBrowser(url: string): void {
  open(url).then(
    (opener) => opener.once('error', () => {}),
    () => {},
  );
}
