import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { compiled, type Files, write } from './products.ts';

const root = join(import.meta.dirname, '..');

// A build does not update committed products, because that would hide that they are out of date.
write(root, await compiled(root));

const bundled = await bundle();
write(root, bundled);
removeOthers(bundled);
chmodSync(join(root, 'dist/cli.js'), 0o755);

/** One entry and a chunk for each `import()`, so that node loads a few files and only the requested command. */
async function bundle(): Promise<Files> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const result = await build({
    stdin: {
      contents: "#!/usr/bin/env node\nimport './cli.ts';",
      resolveDir: join(root, 'src'),
      loader: 'ts',
    },
    entryNames: 'cli',
    chunkNames: '[name]-[hash]',
    outdir: join(root, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { PORTOLAN_VERSION: JSON.stringify(version) },
    write: false,
    logLevel: 'warning',
  });
  return new Map(result.outputFiles.map((file) => [`dist/${basename(file.path)}`, file.text]));
}

/** Removes chunks of earlier builds, which npm would publish. It runs last, because tests may be using `dist`. */
function removeOthers(files: Files): void {
  const dist = join(root, 'dist');
  const others = existsSync(dist)
    ? readdirSync(dist).filter((name) => !files.has(`dist/${name}`))
    : [];
  for (const name of others) rmSync(join(dist, name), { recursive: true });
}
