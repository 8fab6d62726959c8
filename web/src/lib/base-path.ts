/**
 * Where the app is mounted: `/` or a proxy's prefix such as `/tools/assay/`, and below it `at/v1/` where a version of
 * the project is looked at. Every page lives one level deep, so that the folder of the page's address is the mount,
 * with nothing to configure.
 */
export const BASE_PATH = new URL('.', document.baseURI).pathname

/** The version of the project that this window looks at, as the server says; null for the project as it is now. */
export const VERSION = document.querySelector('base')?.dataset.version ?? null

/** Where the app shows the project as it is now. */
export const NOW_PATH = VERSION === null ? BASE_PATH : new URL('../..', new URL('.', document.baseURI)).pathname

/** Where the app shows a version: each has a folder of its own, so that no address of then is one of now. */
export const versionPath = (name: string): string => `${NOW_PATH}at/${encodeURIComponent(name)}/`

/** What this window shows, beside versions by name: the project as it is now, or the version. */
export const SHOWN = VERSION === null ? 'now' : `“${VERSION}”`

/** Why nothing can be changed here; null where it can. */
export const READ_ONLY = VERSION === null ? null : `This is the version “${VERSION}”, which never changes`

/** Of a control that changes the data: off and saying why, while one looks at a version. */
export const EDITS = READ_ONLY === null ? {} : { disabled: true, title: READ_ONLY }

/** The same of a field of text, which can still be read and copied. */
export const TYPED_EDITS = READ_ONLY === null ? {} : { readOnly: true, title: READ_ONLY }
