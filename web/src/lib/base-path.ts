/**
 * Where the app is mounted: `/` or a proxy's prefix such as `/tools/assay/`. Every page lives one level deep, so that
 * the folder of the page's address is the mount, with nothing to configure.
 */
export const BASE_PATH = new URL('.', document.baseURI).pathname
