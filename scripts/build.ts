import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { verbs } from '../src/commands/verbs.ts';
import { type ScriptName, scriptNames, scriptOf } from '../src/scripts.ts';
import { apiTypes } from './api-types.ts';
import { bundledPackages, inputsNamedIn } from './bundled-packages.ts';
import { constantsOf } from './constants.ts';
import { billOfMaterials, noticesText } from './notices.ts';
import { compiled, type Files, write } from './products.ts';

const root = join(import.meta.dirname, '..');
const commands = new Set(verbs.map(({ name }) => name));
const { version, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const constants = constantsOf(root);

// A build does not update committed products, because that would hide that they are out of date.
const modules = await compiled(root);
write(root, modules);

/** The files that esbuild has read for the bundle. The compiled modules are bundles themselves. */
const inputs = new Set([...modules.values()].flatMap(inputsNamedIn));

const bundled: Files = new Map([
  // Node starts a CommonJS module faster, and only its scripts can have a code cache.
  ['dist/package.json', '{ "type": "commonjs" }\n'],
  ...(await scripts()),
  ['dist/api.js', await bundleOf('api.js', apiOptions())],
  ['dist/api.d.ts', apiTypes(root, version)],
  ['dist/cli.js', await bundleOf('cli.js', cliOptions())],
]);
// The entry comes last: it can start an older bundle, but an older entry could not start this one.
write(root, bundled);
removeOthers(bundled);
const packages = bundledPackages(root, inputs);
write(
  root,
  new Map([
    ['THIRD-PARTY-NOTICES.txt', noticesText(root, packages)],
    ['sbom.cdx.json', billOfMaterials(version, packages)],
  ]),
);
chmodSync(join(root, 'dist/cli.js'), 0o755);
makeCaches();

/** Everything but the entry: scripts whose modules run when they are first imported. */
async function scripts(): Promise<Files> {
  const texts = scriptNames.map(async (name) => {
    const text = await bundleOf(`${name}.js`, scriptOptions(name));
    return [`dist/${name}.js`, text] as const;
  });
  return new Map(await Promise.all(texts));
}

function scriptOptions(name: ScriptName): BuildOptions {
  return {
    entryPoints: [join(root, 'src/cli.ts')],
    // The main file of this package requires its parts in a way that no bundler sees.
    alias: { 'jsonc-parser': join(root, 'node_modules/jsonc-parser/lib/esm/main.js') },
    define: { 'import.meta.url': 'bundleUrl', PORTOLAN_SCRIPT: JSON.stringify(name) },
    plugins: [withoutOtherCommands(name)],
    // A function is compiled at once when it is in parentheses.
    banner: { js: '(function (require, exports, bundleUrl) { var module = { exports };' },
    footer: { js: 'exports.start = module.exports.start; })' },
    // Short lines, and names as in the sources, keep the stack of an error readable.
    minifyWhitespace: true,
    lineLimit: 120,
  };
}

/** Leaves out what the commands of other scripts import when they run. */
function withoutOtherCommands(name: ScriptName): Plugin {
  const namespace = 'other-script';
  return {
    name: 'without-other-commands',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, importer, kind }) => {
        const command = commandOf(relative(root, importer), path);
        const isOther = command !== undefined && scriptOf(command) !== name;
        return kind === 'dynamic-import' && isOther ? { path, namespace } : undefined;
      });
      const contents = 'throw new Error("the command is in another script");';
      onLoad({ filter: /^/, namespace }, () => ({ contents }));
    },
  };
}

/**
 * The command for which a module imports a path when it runs: the one that it declares, or whose formats it lists. Only
 * two read the formats of documents, one the dumps of devices, one what deletes from devices, and one what fixes a spec.
 */
function commandOf(module: string, path: string): string | undefined {
  if (/\/live[-./]/.test(path)) return 'check --live';
  if (path.startsWith('./retire/')) return 'retire';
  if (path === './validate/fix.ts' || path.startsWith('./fixed-')) return 'validate --fix';
  if (module === 'src/documents/formats.ts') return 'import';
  // Only reviewing commands have pages.
  if (module === 'src/report/problems/index.ts' && path === './html.ts') return 'diff';
  const [, name = ''] = /^src\/(?:commands|report)\/(\w+)[./]/.exec(module) ?? [];
  return commands.has(name) ? name : undefined;
}

/** A program can load it by import and by require: a CommonJS module whose names Node finds. */
function apiOptions(): BuildOptions {
  return {
    entryPoints: [join(root, 'src/api/index.ts')],
    define: { PORTOLAN_SCRIPT: '"all"' },
    minifyWhitespace: true,
    lineLimit: 120,
  };
}

function cliOptions(): BuildOptions {
  return {
    // Every Node since version 8 parses it, and then says that it is too old.
    target: 'es2017',
    minifyWhitespace: true,
    lineLimit: 120,
    banner: { js: nodeCheck() },
    stdin: {
      contents: `#!/usr/bin/env node
import { printsVersion } from './version.ts';
const words = process.argv.slice(2);
if (!printsVersion(words)) {
  const { loaderIn, scriptFor } = require('./start.ts');
  const load = loaderIn(__filename, require);
  load(scriptFor(words))(words, load);
}
// Nothing is left to do or to print. This does not take the heap apart first, as Node does without it.
process.once('beforeExit', () => process.exit());`,
      resolveDir: join(root, 'src'),
      loader: 'ts',
    },
  };
}

/** Ends an older Node than package.json requires, before it loads a module that it does not know. */
function nodeCheck(): string {
  const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
  if (minor === undefined) throw new Error('package.json requires Node in an unknown form');
  return `(function () {
  var found = process.versions.node;
  var parts = found.split(".").map(Number);
  if (parts[0] > ${major} || (parts[0] === ${major} && parts[1] >= ${minor})) return;
  console.error("portolan: Node ${major}.${minor} or newer is required, found " + found + "\\n  help: install a newer Node, from https://nodejs.org");
  process.exit(2);
})();`;
}

async function bundleOf(name: string, options: BuildOptions): Promise<string> {
  const result = await build({
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
    define: { ...constants, ...options.define },
  });
  for (const path of Object.keys(result.metafile?.inputs ?? {})) inputs.add(path);
  const text = result.outputFiles?.[0]?.text ?? '';
  // The entry reads the bundle as Latin-1.
  if (/\P{ASCII}/u.test(text)) throw new Error(`dist/${name} is not ASCII`);
  return text;
}

/** Makes the code caches in a process of its own, because V8 caches the functions that have run. */
function makeCaches(): void {
  for (const name of scriptNames) {
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
