/**
 * The example of a target, which a new one begins as: a root of the same shape as the project's, with one target that is
 * on no list.
 */
export const example = { root: 'scripts/new-target', name: 'plainlist' } as const;

// Each would be declared twice in the list, in the index of a target or in a test of it, or is a key that every object has.
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

/** Why a name cannot be a target's; undefined when it can. It is a folder, a key of the spec and a constant at once. */
export function refuseName(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]{1,19}$/.test(name))
    return `${JSON.stringify(name)} is no name: a lower-case letter, then lower-case letters and digits, 2 to 20`;
  if (taken.includes(name) || !isConstant(name))
    return `the name "${name}" means something already`;
  return undefined;
}

/** The names in the text of src/targets/list.ts. */
export function targetsIn(text: string): string[] {
  const imports = /^import \{ (\w+) \} from '\.\/\1\/index\.ts';$/gm;
  return [...text.matchAll(imports)].map(([, name = '']) => name);
}

/** The text of src/targets/list.ts with these targets. */
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

/** Does JavaScript take the word as the name of a constant in a module? */
function isConstant(name: string): boolean {
  try {
    new Function(`"use strict"; const ${name} = 1; async () => ${name};`);
    return !['await', 'undefined'].includes(name);
  } catch {
    return false;
  }
}
