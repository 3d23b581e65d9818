// The name under which preload hands the main process a page's port. The page
// itself hears the same word from preload, so there is only one to know.

export const portChannel = 'hubdesk:port';
