import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code is in the bundle. */
export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** The text of the license, with the names of the authors. */
  readonly text: string;
  /** Where the package was fetched, as a digest: `sha512-` and Base64. */
  readonly integrity: string;
};

type Manifest = { readonly version: string; readonly license: string };

/**
 * The packages of bundled files, sorted by name. Inputs are paths of esbuild's metafile, such as
 * `node_modules/ajv/dist/core.js`; others are skipped. Throws if a package has no license or no text of it: the package
 * must not be shipped then.
 */
export function bundledPackages(root: string, inputs: Iterable<string>): BundledPackage[] {
  const names = new Set([...inputs].flatMap((path) => packageOf(path) ?? []));
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return [...names].sort().map((name) => {
    const directory = join(root, 'node_modules', name);
    const { version, license }: Manifest = JSON.parse(
      readFileSync(join(directory, 'package.json'), 'utf8'),
    );
    const { integrity } = locked[`node_modules/${name}`];
    if (typeof license !== 'string') throw new Error(`${name} states no license`);
    return { name, version, license, text: licenseText(root, name), integrity };
  });
}

/** The inputs that esbuild named in the comments of a module that it has bundled. */
export function inputsNamedIn(module: string): string[] {
  return [...module.matchAll(/^\s*\/\/ (node_modules\/.+)$/gm)].map(([, path = '']) => path);
}

/** The package of the innermost `node_modules`. */
function packageOf(path: string): string | undefined {
  return /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

/** The license file of a package, or the one that the project keeps for a package without one. */
function licenseText(root: string, name: string): string {
  const directory = join(root, 'node_modules', name);
  const file = readdirSync(directory).find((each) => /^licen[cs]e\b/i.test(each));
  const kept = join(root, 'scripts/licenses', `${name}.txt`);
  if (file !== undefined) return readFileSync(join(directory, file), 'utf8').trimEnd();
  if (existsSync(kept)) return readFileSync(kept, 'utf8').trimEnd();
  throw new Error(`${name} has no license file: write its license to ${kept}`);
}
