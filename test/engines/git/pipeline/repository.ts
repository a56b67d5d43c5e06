import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { bundle, portolan } from '../../../support/cli.ts';
import { demoSpec } from '../../../support/demo.ts';
import { type readFiles, writeFiles } from '../../../support/folder.ts';
import { commitAll, git, initRepository } from '../../../support/git.ts';

/** Files by their path. */
type Files = ReturnType<typeof readFiles>;

/** What a pull request changes. */
export type Change = {
  readonly files: Files;
  /** Whether its author generated the files again. */
  readonly generated: boolean;
};

const base = demoSpec();
const pac = 'generated/branch/pac/proxy.pac';

/** The five cases of a review. */
export const changes = {
  clean: { files: { 'README.md': 'Read me.\n' }, generated: true },
  'access added': {
    files: { 'spec.yaml': demoSpec({ hosts: ['api.example.com', 'www.example.com'] }) },
    generated: true,
  },
  'critical access added': {
    files: { 'spec.yaml': base.replace('host: "www.example.com"', 'to: any') },
    generated: true,
  },
  'failing verify': { files: { [pac]: '// edited\n' }, generated: false },
  'invalid spec': {
    files: { 'spec.yaml': base.replace('tier: required', 'tier: requird') },
    generated: false,
  },
} as const satisfies Readonly<Record<string, Change>>;

/** A pull request that opens everything, and brings a tool that finds nothing. */
export const brought: Change = {
  files: {
    ...changes['critical access added'].files,
    'package.json': '{ "name": "brought" }',
    'package-lock.json': '{ "name": "brought" }',
    '.npmrc': 'registry=https://brought.example/',
    'node_modules/.bin/portolan': 'echo brought',
  },
  generated: true,
};

/** The lockfile of the base; the stand-in for npm installs the tool that it names. */
const ownTool: Files = {
  'package.json': '{ "devDependencies": { "portolan": "0.1.0" } }\n',
  'package-lock.json': '{ "lockfileVersion": 3 }\n',
};

/** Stand-ins for programs that need a network. */
const programs: Readonly<Record<string, string>> = {
  npm: [
    'test "$*" = "ci --ignore-scripts" && test -e package.json && test -e package-lock.json || exit 1',
    'mkdir -p node_modules/.bin',
    `if grep -rq brought package.json package-lock.json .npmrc 2> /dev/null`,
    'then echo "echo brought" > node_modules/.bin/portolan',
    `else echo 'exec "${process.execPath}" "${bundle}" "$@"' > node_modules/.bin/portolan`,
    'fi',
    'chmod +x node_modules/.bin/portolan',
  ].join('\n'),
  gh: `exec "${process.execPath}" "${join(import.meta.dirname, 'gh.mjs')}" "$@"`,
  curl: `exec "${process.execPath}" "${join(import.meta.dirname, 'curl.mjs')}" "$@"`,
};

/** A folder with the directories `checkout`, `temp`, `bin` and `artifacts`, and the file `comments`. */
export function prepare(folder: string, comments: readonly object[] = []): void {
  for (const name of ['checkout', 'temp', 'bin', 'artifacts']) mkdirSync(join(folder, name));
  writeFiles(folder, { comments: JSON.stringify(comments) });
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
}

/** Commits the base on `main`, and the change on `change`, which stays checked out. The spec is in `home`. */
export function commitChange(
  folder: string,
  change: Change,
  tool: Files = ownTool,
  home = '',
): void {
  const checkout = join(folder, 'checkout');
  const place = join(checkout, home);
  writeFiles(checkout, tool);
  writeFiles(place, { 'spec.yaml': base });
  expect(portolan(place, ['generate']).code).toBe(0);
  initRepository(checkout);
  commitAll(checkout);
  git(checkout, 'checkout', '--quiet', '-b', 'change');
  writeFiles(place, change.files);
  if (change.generated) expect(portolan(place, ['generate']).code).toBe(0);
  commitAll(checkout);
}

/** Checks out the merge of the change into `main`, as GitHub does for a pull request. Returns the commit of `main`. */
export function mergeChange(folder: string): string {
  const checkout = join(folder, 'checkout');
  git(checkout, 'checkout', '--quiet', 'main');
  git(checkout, 'merge', '--quiet', '--no-ff', '--message=merged', 'change');
  return git(checkout, 'rev-parse', 'HEAD^1');
}

/** Checks out a merge group that rebases: the change, and another commit. Returns the commit of `main`. */
export function rebaseChange(folder: string): string {
  const checkout = join(folder, 'checkout');
  writeFiles(checkout, { 'NOTES.md': 'Notes.\n' });
  commitAll(checkout);
  return git(checkout, 'rev-parse', 'main');
}
