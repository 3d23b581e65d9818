// Runs before the first paint: puts the chosen theme on the page, so that it
// never flashes in the other one. stores/theme.ts writes what is read here.
(function () {
  try {
    var theme = localStorage.getItem('hubdesk.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is shut: the system's theme it is.
  }
})();
