import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Load, type ScriptName, scriptNames } from '../src/scripts.ts';
import { cacheFile, compiledScript, digestOf, run, scriptFile } from '../src/start.ts';

/** Writes the code cache of one script: V8's code of every function that these command lines run. */
const [root = '', wanted] = process.argv.slice(2);
const name = scriptNames.find((each) => each === wanted) ?? 'front';

const folder = mkdtempSync(join(tmpdir(), 'portolan-cache-'));
const spec = join(root, 'spec.yaml');
const out = ['--out', join(folder, 'generated')];

/** The second `generate` finds its files unchanged. */
const lines: Readonly<Record<ScriptName, readonly (readonly string[])[]>> = {
  front: [['--help'], ['generate', '--help'], ['schema']],
  render: [
    ['generate', spec, ...out],
    ['generate', spec, ...out],
    ['validate', spec],
    ['check', spec, ...out],
  ],
  review: [
    ['generate', spec, ...out],
    ['verify', spec, ...out],
    ['diff', spec, spec],
    ['lint', spec],
    ['explain', 'https://www.example.com/', '--spec', spec, ...out],
  ],
};

try {
  const dist = join(root, 'dist');
  // V8 would drop the code of functions that have not run for a while.
  setFlagsFromString('--no-flush-bytecode');
  const require = createRequire(import.meta.url);
  const load: Load = (other) => run(compiledScript(dist, other), scriptFile(dist, other), require);
  const file = scriptFile(dist, name);
  const script = compiledScript(dist, name);
  const start = run(script, file, require);
  for (const line of lines[name]) await start(line, load);
  // V8 accepts a cache only with the flags that it was made with.
  setFlagsFromString('--flush-bytecode');
  writeCache(cacheFile(dist, name), readFileSync(file), script.createCachedData());
  process.exitCode = 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** By a rename, because tests may be reading the file. */
function writeCache(path: string, text: Buffer, code: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, Buffer.concat([digestOf(text, code), code]));
  renameSync(aside, path);
}
