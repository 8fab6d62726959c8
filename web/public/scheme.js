// Sets the colour scheme before the first paint, so that a light page never flashes dark. Its own file because the
// content security policy allows no inline script. The key is written by src/app/scheme.ts.
(() => {
  let wish = 'auto';
  try {
    wish = localStorage.getItem('assay.scheme') ?? 'auto';
  } catch {
    wish = 'auto';
  }
  const light = wish === 'light' || (wish === 'auto' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', light ? 'light' : 'dark');
})();
