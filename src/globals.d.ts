/** The version in package.json, put in by the bundler and by jest's transform. */
declare const PORTOLAN_VERSION: string;

/** The script that contains this code, put in by the bundler; jest's transform puts in `all`. */
declare const PORTOLAN_SCRIPT: import('./scripts.ts').ScriptName | 'all';
