import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { inject } from 'postject';
import { constantsOf } from './constants.ts';

/**
 * Makes what needs no Node on the machine, in `package/` or the named directory: a single executable for the platform of
 * this Node, and the context of the Containerfile. Run the build first.
 */
const root = join(import.meta.dirname, '..');
const home = resolve(process.argv[2] ?? join(root, 'package'));
// The mark in Node's executable that says whether code was injected.
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

rmSync(home, { recursive: true, force: true });
mkdirSync(home, { recursive: true });
await makeExecutable(join(home, 'portolan'));
makeContext(join(home, 'container'));

/** Node's executable with the whole tool injected into it. */
async function makeExecutable(executable: string): Promise<void> {
  const main = join(home, 'portolan.cjs');
  const blob = join(home, 'portolan.blob');
  const config = join(home, 'sea.json');
  await bundle(main);
  const settings = { main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true };
  writeFileSync(config, JSON.stringify(settings));
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'ignore' });
  copyFileSync(process.execPath, executable);
  chmodSync(executable, 0o755);
  await inject(executable, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: fuse });
  for (const file of [main, blob, config]) rmSync(file);
}

/** All commands as one script, without code caches of its own. */
async function bundle(outfile: string): Promise<void> {
  await build({
    stdin: {
      contents: `import { start } from './cli.ts';
import { printsVersion } from './version.ts';
const words = process.argv.slice(2);
if (!printsVersion(words)) start(words, () => { throw new Error('every command is in this file'); });`,
      resolveDir: join(root, 'src'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
    alias: { 'jsonc-parser': join(root, 'node_modules/jsonc-parser/lib/esm/main.js') },
    define: {
      'import.meta.url': 'bundleUrl',
      PORTOLAN_SCRIPT: '"all"',
      ...constantsOf(root),
    },
    banner: { js: 'const bundleUrl = "file:///portolan";' },
  });
}

/** The package as npm publishes it, and Node with the libraries that it loads. */
function makeContext(context: string): void {
  mkdirSync(context);
  const pack = ['pack', root, '--ignore-scripts', '--silent', '--pack-destination', context];
  execFileSync('npm', pack, { stdio: 'ignore' });
  for (const file of [process.execPath, ...librariesOf(process.execPath)]) {
    const target = file === process.execPath ? '/usr/bin/node' : file;
    mkdirSync(join(context, 'runtime', dirname(target)), { recursive: true });
    copyFileSync(file, join(context, 'runtime', target));
  }
  copyFileSync(join(root, 'Containerfile'), join(context, 'Containerfile'));
}

/** The shared libraries of an executable, by the paths where its loader looks for them. */
function librariesOf(executable: string): string[] {
  const listed = execFileSync('ldd', [executable], { encoding: 'utf8' });
  return [...listed.matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)].map(([, path = '']) => path);
}
