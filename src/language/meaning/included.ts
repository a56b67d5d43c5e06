import { quote } from '../../characters.ts';
import { type Place, type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { IncludedFile, SpecFile } from '../document.ts';
import type { Shape } from '../shape/validate.ts';
import type { Spec } from '../types.ts';
import type { Context } from './context.ts';
import { nameIn } from './definitions.ts';
import type { ReadTest } from './tests.ts';
import type { NamedSpec } from './units.ts';

/** The shape of a file, and its typed value; undefined if the file has a mistake. */
export type FileShape = Shape & { readonly typed: SpecFile | IncludedFile | undefined };

/** A spec with its names, the shapes of its files in the order of its documents, and the specs that it includes. */
export type ShapedSpec = Omit<NamedSpec, 'specs'> & {
  readonly shapes: readonly FileShape[];
  readonly specs: readonly ShapedSpec[];
};

/** What a spec defines, with what the specs that it includes define. */
export type Resolved = Pick<
  Spec,
  'documents' | 'variables' | 'services' | 'groups' | 'unresolved' | 'sites'
> & {
  readonly tests: readonly ReadTest[];
  /** The names that its endpoints want from sites, each with its first location. */
  readonly wantedNames: ReadonlyMap<string, Place>;
  readonly root: Context['root'];
  readonly problems: readonly Problem[];
};

/** Names of destinations that two included specs want, and that would be one name here. */
export function meetingNames({ specs }: ShapedSpec, included: readonly Resolved[]): Problem[] {
  const known = new Map<string, Place>();
  const problems: Problem[] = [];
  for (const [index, { path }] of specs.entries()) {
    for (const [own, at] of included[index]?.wantedNames ?? []) {
      const name = nameIn(path.at(-1) ?? '', 'variable', own) ?? own;
      const first = known.get(name);
      if (first === undefined) known.set(name, at);
      else problems.push(problemAt(duplicateDestination(name, first), at));
    }
  }
  return problems;
}

function duplicateDestination(name: string, first: Place): Refusal {
  return {
    rule: 'duplicate-name',
    message: `duplicate destination ${quote(name)}: the first is at ${first.file}:${first.line}`,
    help: 'use another name in "as", or rename one of the two',
  };
}

/** The tests of an included spec, which judge only the groups that it brings. */
export function testsOf({ path }: ShapedSpec, included: Resolved | undefined): ReadTest[] {
  const { tests = [], groups = [] } = included ?? {};
  return tests
    .filter(({ test }) => test.sites === undefined)
    .map(({ test, ...read }) => ({
      ...read,
      test: {
        ...test,
        name: nameIn(path.at(-1) ?? '', 'test', test.name) ?? test.name,
        groups: test.groups ?? groups,
      },
    }));
}
