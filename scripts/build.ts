import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { compiled, type Files, write } from './products.ts';

const root = join(import.meta.dirname, '..');

// The committed products are left alone, or a build would hide that they are stale.
write(root, await compiled(root));

const bundled = await bundle();
write(root, bundled);
removeOthers(bundled);
chmodSync(join(root, 'dist/cli.js'), 0o755);

/** One entry and a chunk for each `import()`: node loads a few files, and only the verb that was asked for. */
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

/** Chunks of an earlier build would be published; the folder is not emptied first because tests may be running it. */
function removeOthers(files: Files): void {
  const dist = join(root, 'dist');
  const others = existsSync(dist)
    ? readdirSync(dist).filter((name) => !files.has(`dist/${name}`))
    : [];
  for (const name of others) rmSync(join(dist, name), { recursive: true });
}
