import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The declarations of the API as one file that imports nothing: of the reports, the other types, and the functions. */
export function apiTypes(root: string, version: string): string {
  const parts = ['compiled/reports.d.ts', 'src/api/types.ts'].map((path) =>
    readFileSync(join(root, path), 'utf8'),
  );
  const text = [...parts, functionsOf(root)].map(withoutImports).join('\n');
  if (/^import\b|\bfrom '|\bimport\(/m.test(text)) throw new Error('dist/api.d.ts would import');
  return `// The API of Portolan ${version}: see docs/api.md.\n\n${text}`;
}

/** The compiler writes a declaration for each module that it reads; only that of the entry is kept. */
function functionsOf(root: string): string {
  const out = mkdtempSync(join(tmpdir(), 'portolan-types-'));
  try {
    const config = join(root, 'src/api/tsconfig.json');
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '-p', config, '--outDir', out], { stdio: 'inherit' });
    return readFileSync(join(out, 'src/api/index.d.ts'), 'utf8');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Everything that a part imports or exports again is in another part, except the banner. */
function withoutImports(text: string): string {
  return text.replaceAll(
    /^\/\/ .*\n+|^(?:import|export) type (?:\{[^}]*\}|\*)(?: from '\.[^']+')?;\n/gm,
    '',
  );
}
