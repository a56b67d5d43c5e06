import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { LiveTarget } from '../../src/targets/device.ts';
import { root } from '../support/rendered.ts';

/** The reader of a target's dumps, with other text in one file of the target. */
export async function readerWith(
  target: string,
  file: string,
  from: string,
  to: string,
): Promise<LiveTarget> {
  const folder = join(root, 'src/targets', target);
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'live/index.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    plugins: [
      {
        name: 'changed',
        setup({ onLoad }) {
          const contents = text.replace(from, () => to);
          onLoad({ filter: /\.ts$/ }, (args) =>
            args.path === path ? { contents, loader: 'ts' } : undefined,
          );
        },
      },
    ],
  });
  const module: { exports: { live?: LiveTarget } } = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  const { live } = module.exports;
  if (live === undefined) throw new Error('the bundle exports no reader');
  return live;
}
