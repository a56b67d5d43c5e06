import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { example } from '../../scripts/target-list.ts';
import { root } from '../support/rendered.ts';

const starter = 'test/support/node.ts';

/** All suites: those below test, and those of the example of a new target. */
const suites = ['test', `${example.root}/test`].flatMap((home) =>
  readdirSync(join(root, home), { recursive: true, encoding: 'utf8' })
    .map((path) => `${home}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts')),
);

const unit = suites.filter((path) => !/^test\/(engines|commands)\//.test(path));

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** The imports that load with a module: paths of the project, and names of packages. */
function importsOf(path: string): string[] {
  const named = textOf(path).matchAll(/^(?:import|export)\b(?! type\b)[^;']*'([^']+)'/gm);
  return [...named].map(([, specifier = '']) =>
    specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : specifier,
  );
}

/** Every module that loads with these, and the module that imports it first. */
function reachOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const reached = new Map(paths.map((path) => [path, '']));
  const inside = /^(test|src|scripts)\/.*\.ts$/;
  for (const [path] of reached) {
    if (!inside.test(path)) continue;
    for (const next of importsOf(path)) if (!reached.has(next)) reached.set(next, path);
  }
  return reached;
}

/** The modules with which these suites could start a program, except the one that only starts node. */
function startersIn(paths: readonly string[]): string[] {
  return [...reachOf(paths).keys()]
    .filter((path) => /^(test|src|scripts)\/.*\.ts$/.test(path))
    .filter((path) =>
      importsOf(path).some((name) => /^(node:)?(child_process|cluster)$/.test(name)),
    )
    .filter((path) => path !== starter);
}

describe('the unit gear', () => {
  test('contains most suites: all outside of test/engines and test/commands', () => {
    expect(unit.length).toBeGreaterThan(100);
    expect(suites.length - unit.length).toBeGreaterThan(40);
  });

  test('starts no program except node, and does not start the tool', () => {
    expect(startersIn(unit)).toEqual([]);
    expect([...reachOf(unit).keys()]).not.toContain('test/support/cli.ts');
    const started = [...textOf(starter).matchAll(/\bspawn\w*\(\s*([\w.]+)/g)];
    expect(started.map(([, program]) => program)).toEqual(['process.execPath', 'process.execPath']);
  });

  test('would be reported if it did', () => {
    expect(startersIn(['test/engines/git/diff.test.ts'])).toContain('test/support/git.ts');
    expect(startersIn(['test/engines/pac/kept.test.ts'])).toContain('test/support/programs.ts');
  });

  test('does not require root', () => {
    const wants = unit.filter((path) => /\bneeds(?:Program|Namespace)\(/.test(textOf(path)));
    expect(wants).toEqual([]);
  });

  test('runs without a usable PATH', () => {
    expect(process.env['PATH']).toBe('/no/program/in/the/unit/gear');
  });
});

test('the top of test contains no file except README.md', () => {
  const top = readdirSync(join(root, 'test'), { withFileTypes: true });
  expect(top.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['README.md']);
});
