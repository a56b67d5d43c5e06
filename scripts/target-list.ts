/**
 * The example that a new target is copied from: a directory tree like the project's, with one target that is on no
 * list.
 */
export const example = { root: 'scripts/new-target', name: 'plainlist' } as const;

// Names that the list, a target's index or its tests already declare, and a key that every object has.
const taken = [
  example.name,
  'constructor',
  'targets',
  'caveats',
  'coverage',
  'covered',
  'describe',
  'expect',
  'list',
  'names',
  'policy',
  'prove',
  'read',
  'stated',
  'target',
  'templates',
  'test',
  'view',
];

/** Why a target cannot have this name; undefined if it can. The name becomes a directory, a spec key and a constant. */
export function refuseName(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]{1,19}$/.test(name))
    return `invalid name ${JSON.stringify(name)}: expected 2 to 20 lower-case letters and digits, beginning with a letter`;
  if (taken.includes(name) || !isConstant(name))
    return `the name "${name}" is reserved. Choose another name.`;
  return undefined;
}

/** The names in the text of src/targets/list.ts. */
export function targetsIn(text: string): string[] {
  const imports = /^import \{ (\w+) \} from '\.\/\1\/index\.ts';$/gm;
  return [...text.matchAll(imports)].map(([, name = '']) => name);
}

/** The text of src/targets/list.ts for these targets. */
export function listModule(names: readonly string[]): string {
  const sorted = [...names].sort();
  const imports = [
    ...sorted.map((name) => ({ path: `./${name}/index.ts`, what: `{ ${name} }` })),
    { path: './target.ts', what: 'type { Target }' },
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = imports.map(({ path, what }) => `import ${what} from '${path}';`);
  return `${lines.join('\n')}

/** Every target that this version can render, sorted by name. */
export const targets: readonly Target[] = [${sorted.join(', ')}];
`;
}

/** Whether JavaScript accepts the word as the name of a constant in a module. */
function isConstant(name: string): boolean {
  try {
    new Function(`"use strict"; const ${name} = 1; async () => ${name};`);
    return !['await', 'undefined'].includes(name);
  } catch {
    return false;
  }
}
