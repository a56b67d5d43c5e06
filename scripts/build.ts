import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { compiled, type Files, write } from './products.ts';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// A build does not update committed products, because that would hide that they are out of date.
write(root, await compiled(root));

const bundled: Files = new Map([
  // Node starts a CommonJS module faster, and only its scripts can have a code cache.
  ['dist/package.json', '{ "type": "commonjs" }\n'],
  ['dist/main.js', await bundleOf('main.js', mainOptions())],
  ['dist/cli.js', await bundleOf('cli.js', cliOptions())],
]);
// The entry comes last: it can start an older bundle, but an older entry could not start this one.
write(root, bundled);
removeOthers(bundled);
chmodSync(join(root, 'dist/cli.js'), 0o755);
makeCaches();

/** Everything but the entry: one script, whose modules run when they are first imported. */
function mainOptions(): BuildOptions {
  return {
    entryPoints: [join(root, 'src/cli.ts')],
    define: { 'import.meta.url': 'bundleUrl' },
    // The main file of this package requires its parts in a way that no bundler sees.
    alias: { 'jsonc-parser': join(root, 'node_modules/jsonc-parser/lib/esm/main.js') },
    // A function is compiled at once when it is in parentheses.
    banner: { js: '(function (require, exports, bundleUrl) { var module = { exports };' },
    footer: { js: 'exports.start = module.exports.start; })' },
    // Short lines, and names as in the sources, keep the stack of an error readable.
    minifyWhitespace: true,
    lineLimit: 120,
  };
}

function cliOptions(): BuildOptions {
  return {
    stdin: {
      contents: `#!/usr/bin/env node
import { printsVersion } from './version.ts';
const words = process.argv.slice(2);
if (!printsVersion(words)) {
  const { bundleDirectory, load, optimizeLater, scriptOf } = require('./start.ts');
  const directory = bundleDirectory(__filename);
  const script = scriptOf(directory, words);
  optimizeLater(script);
  load(script, directory, require)(words);
}`,
      resolveDir: join(root, 'src'),
      loader: 'ts',
    },
  };
}

async function bundleOf(name: string, options: BuildOptions): Promise<string> {
  const result = await build({
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    ...options,
    define: { PORTOLAN_VERSION: JSON.stringify(version), ...options.define },
  });
  const text = result.outputFiles?.[0]?.text ?? '';
  // The entry reads the bundle as Latin-1.
  if (/\P{ASCII}/u.test(text)) throw new Error(`dist/${name} is not ASCII`);
  return text;
}

/** Makes the code caches in a process of its own, because V8 caches the functions that have run. */
function makeCaches(): void {
  for (const name of ['front', 'render', 'review']) {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(root, 'scripts/code-cache.ts'), root, name],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
    );
    if (status !== 0) throw new Error(`no code cache ${name}: ${stderr}`);
  }
}

/** Removes files of earlier builds, which npm would publish. It runs last, because tests may be using `dist`. */
function removeOthers(files: Files): void {
  const dist = join(root, 'dist');
  const others = existsSync(dist)
    ? readdirSync(dist).filter((name) => !files.has(`dist/${name}`))
    : [];
  for (const name of others) rmSync(join(dist, name), { recursive: true });
}
