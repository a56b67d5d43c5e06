import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { actionOf } from './action.ts';
import { cliHelp } from './cli-help.ts';
import { compose, type Schema } from './compose.ts';
import { fill, specKeys } from './docs.ts';
import { pageModule, pageTypes } from './page.ts';
import {
  exceptionsValidatorTypes,
  importValidatorTypes,
  schemaDigestsModule,
  schemaDigestsTypes,
  schemasModule,
  schemasTypes,
  specValidatorTypes,
  templatesModule,
  templatesTypes,
  validatorModule,
  withEndpointsInPlace,
  withoutEditorPatterns,
} from './precompile.ts';
import { privateParentsModule, privateParentsTypes } from './private-parents.ts';
import { reportTypes } from './reports.ts';
import { ruleLists } from './rule-lists.ts';
import { example } from './target-list.ts';
import type { Places } from './template-types.ts';
import { exampleTypes, types } from './types.ts';

/** Path in the project -> text. */
export type Files = ReadonlyMap<string, string>;

/** Committed files that are made from the sources, for editors and reviewers; `npm run generate:code` writes them. */
export async function committed(root: string): Promise<Files> {
  const schema = readSchema(root);
  // These modules import compiled code, so they are loaded after it exists.
  const { coverageTable } = await import('./coverage-table.ts');
  const { rulesPage } = await import('./rules-page.ts');
  return new Map([
    ...listed(root),
    ['action.yml', actionOf(read(root, 'docs/review.yml'))],
    ['schema/spec.schema.json', printSchema(schema)],
    ['src/language/document.ts', await types(schema)],
    ['docs/spec.md', fill(read(root, 'docs/spec.md'), 'spec-keys', specKeys(schema))],
    ['docs/cli.md', fill(read(root, 'docs/cli.md'), 'cli-help', await cliHelp())],
    ['docs/rules.md', rulesPage()],
    ['docs/targets.md', fill(read(root, 'docs/targets.md'), 'coverage', coverageTable(schema))],
  ]);
}

/** The committed files that the compiled code is made from, or imports. */
export function listed(root: string): Files {
  return ruleLists(root);
}

const specValidators = { validateSpec: '#', validateInclude: '#/$defs/includedFile' };
const exceptionsValidators = { validateExceptions: '#' };
const importValidators = { validateImport: '#' };

/** The files that every build makes from the sources. */
export async function compiled(root: string): Promise<Files> {
  const schemas = readSchemas(root);
  return new Map([
    ['compiled/page.js', await pageModule(root)],
    ['compiled/page.d.ts', pageTypes],
    ['compiled/private-parents.js', privateParentsModule()],
    ['compiled/private-parents.d.ts', privateParentsTypes],
    ['compiled/reports.d.ts', await reportTypes(JSON.parse(schemas.get('report') ?? ''))],
    ['compiled/schemas.js', schemasModule(schemas)],
    ['compiled/schemas.d.ts', schemasTypes(schemas)],
    ['compiled/schema-digests.js', schemaDigestsModule(schemas)],
    ['compiled/schema-digests.d.ts', schemaDigestsTypes],
    ...templatesOf(root, '..'),
    [
      'compiled/validate-spec.js',
      await validatorModule(
        withEndpointsInPlace(withoutEditorPatterns(readSchema(root))),
        specValidators,
      ),
    ],
    ['compiled/validate-spec.d.ts', specValidatorTypes],
    [
      'compiled/validate-exceptions.js',
      await validatorModule(JSON.parse(schemas.get('exceptions') ?? ''), exceptionsValidators),
    ],
    ['compiled/validate-exceptions.d.ts', exceptionsValidatorTypes],
    [
      'compiled/validate-import.js',
      await validatorModule(JSON.parse(read(root, 'schema/import.schema.json')), importValidators),
    ],
    ['compiled/validate-import.d.ts', importValidatorTypes],
    ...(await compiledExample(root)),
  ]);
}

/** The compiled files of the example target, so that it is checked and tested in place, like every target. */
async function compiledExample(root: string): Promise<[string, string][]> {
  const home = join(root, example.root);
  const schema = readSchema(root, home);
  const files = [
    ...templatesOf(home, '../../..'),
    ['compiled/site-targets.d.ts', await exampleTypes(schema, example.name)] as const,
  ];
  return files.map(([path, text]) => [`${example.root}/${path}`, text]);
}

/** The templates below a root. `project` is the path from the compiled files to the project. */
function templatesOf(root: string, project: string): [string, string][] {
  const templates = readTemplates(root);
  return [
    ['compiled/templates.js', templatesModule(templates, project)],
    ['compiled/templates.d.ts', templatesTypes(templates, readPlaces(root), project)],
  ];
}

/** The paths of files that are missing on the disk or differ there. */
export function stale(root: string, files: Files): string[] {
  const differs = ([path, text]: [string, string]) =>
    !existsSync(join(root, path)) || read(root, path) !== text;
  return [...files].filter(differs).map(([path]) => path);
}

/** Writes files that differ, each by a rename, because tests may be reading it. */
export function write(root: string, files: Files): void {
  for (const path of stale(root, files)) {
    const target = join(root, path);
    const aside = `${target}.${process.pid}`;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(aside, files.get(path) ?? '');
    renameSync(aside, target);
  }
}

/** The core schema with the options of the targets in `home`: the project, or the example. */
function readSchema(root: string, home: string = root): Schema {
  return compose(JSON.parse(read(root, 'schema/core.schema.json')), readOptions(home));
}

function printSchema(schema: Schema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The schemas that `portolan schema` prints. The spec's is composed here: the committed file may be out of date. */
function readSchemas(root: string): Map<string, string> {
  const others = ['include', 'exceptions', 'report'] as const;
  return new Map([
    ['spec', printSchema(readSchema(root))],
    ...others.map((name) => [name, read(root, `schema/${name}.schema.json`)] as const),
  ]);
}

/** The options schema of each target. A directory is a target if it has one. */
function readOptions(root: string): Map<string, Schema> {
  const names = readdirSync(join(root, 'src/targets'));
  const paths = names.map((name) => [name, `src/targets/${name}/options.schema.json`] as const);
  const targets = paths.filter(([, path]) => existsSync(join(root, path)));
  return new Map(targets.map(([name, path]) => [name, JSON.parse(read(root, path))]));
}

/** Templates by their path without the extension, in the same order on every machine. */
function readTemplates(root: string): Map<string, string> {
  const paths = readdirSync(join(root, 'templates'), { recursive: true, encoding: 'utf8' });
  const names = paths.filter((path) => path.endsWith('.hbs')).sort();
  return new Map(
    names.map((path) => [
      path.slice(0, -'.hbs'.length).replaceAll('\\', '/'),
      read(root, join('templates', path)),
    ]),
  );
}

/** The places of each template's leaves, by the template's name, from the `places.json` of each directory. */
function readPlaces(root: string): Map<string, Places> {
  const folders = readdirSync(join(root, 'templates'));
  return new Map(
    folders.flatMap((folder) => {
      const places: Record<string, Places> = JSON.parse(
        read(root, `templates/${folder}/places.json`),
      );
      return Object.entries(places).map(([file, own]) => [`${folder}/${file}`, own] as const);
    }),
  );
}

/** A checkout with CRLF must produce the same bytes. */
function read(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}
