/** The version in package.json, put in by the bundler and by jest's transform. */
declare const PORTOLAN_VERSION: string;
