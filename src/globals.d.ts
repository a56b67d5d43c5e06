/** The version in package.json, put in by the bundler and by jest's transform. */
declare const PORTOLAN_VERSION: string;

/** The address of README.md: `homepage` of package.json, which only a release has; null where it has none. */
declare const PORTOLAN_HOMEPAGE: string | null;

/** The script that contains this code, put in by the bundler; jest's transform puts in `all`. */
declare const PORTOLAN_SCRIPT: import('./scripts.ts').ScriptName | 'all';
