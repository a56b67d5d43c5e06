import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import Handlebars from 'handlebars';
import type { Schema } from './compose.ts';
import { type Places, templateType } from './template-types.ts';

const banner = '// Written by `npm run generate:code`; a change here is lost.\n';

/** Templates as code that needs handlebars' small runtime only: its compiler is slow to load and never shipped. */
export function templatesModule(templates: ReadonlyMap<string, string>): string {
  const entries = [...templates].map(
    ([name, text]) => `  ${JSON.stringify(name)}: Handlebars.template(${precompile(name, text)}),`,
  );
  return `${banner}import Handlebars from 'handlebars/runtime.js';

export const templates = {
${entries.join('\n')}
};
`;
}

/** Each template by its name, typed by what it prints and by the places of its leaves; `root` leads to the project. */
export function templatesTypes(
  templates: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, Places>,
  root: string,
): string {
  const stray = [...places.keys()].find((name) => !templates.has(name));
  if (stray !== undefined) throw new Error(`there is no template "${stray}", which has places`);
  const views = [...templates].map(
    ([name, text]) =>
      `  readonly ${JSON.stringify(name)}: ${templateType(name, text, places.get(name) ?? {})};`,
  );
  return `${banner}import type { Encoded } from '${root}/src/targets/target.ts';

/** What each template asks of its view, read from the template itself. */
export type TemplateViews = {
${views.join('\n')}
};
export type TemplateName = keyof TemplateViews;
export declare const templates: { readonly [Name in TemplateName]: (view: TemplateViews[Name]) => string };
`;
}

function precompile(name: string, text: string): string {
  const options = {
    strict: true,
    knownHelpersOnly: true,
    // The views encode every leaf for its place; HTML escapes would corrupt a firewall's file.
    noEscape: true,
  };
  try {
    return String(Handlebars.precompile(text, options));
  } catch (cause) {
    throw new Error(`templates/${name}.hbs does not compile`, { cause });
  }
}

/** A validator's name, and where in the schema it begins: `#` is all of it. */
type Validators = Readonly<Record<string, string>>;

/** A schema as functions. Ajv's own runtime goes in too: its generated code would `require` it, which a module cannot. */
export async function validatorModule(schema: Schema, validators: Validators): Promise<string> {
  const ajv = new Ajv2020({
    schemas: { root: { ...schema, $id: 'root' } },
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    // "Exactly one of these keys" speaks of keys that the object around it defines.
    strictRequired: false,
    // A problem's suggestion needs the names and values that the schema would have taken.
    verbose: true,
    code: { source: true, esm: true },
  });
  ajv.addVocabulary([...extensions(schema)]);
  const names = Object.keys(validators);
  const checks = Object.entries(validators).map(([name, at]) => [`${name}Check`, `root${at}`]);
  const source = stopWhenEnough(standalone.default(ajv, Object.fromEntries(checks)));
  const functions = names.map(
    (name) => `export const ${name} = (data) => (${name}Check(data) ? [] : ${name}Check.errors);`,
  );
  const bundle = await build({
    stdin: {
      contents: [source, ...functions].join('\n'),
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    write: false,
  });
  return banner + (bundle.outputFiles[0]?.text ?? '');
}

/**
 * A validator goes on after an error, and a hostile file has millions. Each function's loops end after so many: more
 * than any report shows, though several errors may be one mistake.
 */
const mostErrors = 1000;

function stopWhenEnough(code: string): string {
  const guarded = code
    .replaceAll(
      /for\(let (i\d+)=0; \1<(len\d+); \1\+\+\)\{/g,
      `for(let $1=0; $1<$2 && errors<${mostErrors}; $1++){`,
    )
    .replaceAll(
      /for\(const (key\d+) in (data\d*)\)\{/g,
      `for(const $1 in $2){if(errors>=${mostErrors})break;`,
    );
  // What looks for repeated items ends at the first.
  const bare =
    /for\((?!;i\d+--;\)|let i\d+=0; i\d+<len\d+ && errors<|const key\d+ in data\d*\)\{if\(errors>=).{0,60}/.exec(
      guarded,
    );
  if (bare !== null) throw new Error(`a loop of the validator has no end for errors: ${bare[0]}`);
  return guarded;
}

export const specValidatorTypes = `${banner}import type { ErrorObject } from 'ajv';

/** Every error of the document against schema/spec.schema.json; none when it is valid. */
export declare function validateSpec(data: unknown): ErrorObject[];

/** Every error of a file that a spec includes, against the definition includedFile; none when it is valid. */
export declare function validateInclude(data: unknown): ErrorObject[];
`;

export const exceptionsValidatorTypes = `${banner}import type { ErrorObject } from 'ajv';

/** Every error of a file against schema/exceptions.schema.json; none when it is valid. */
export declare function validateExceptions(data: unknown): ErrorObject[];
`;

/** The text of each schema by its name: the bundle carries them, wherever it is put. */
export function schemasModule(schemas: ReadonlyMap<string, string>): string {
  return `${banner}export const schemas = ${JSON.stringify(Object.fromEntries(schemas), null, 2)};\n`;
}

export function schemasTypes(schemas: ReadonlyMap<string, string>): string {
  const fields = [...schemas.keys()].map((name) => `readonly ${name}: string`);
  return `${banner}/** The text of each schema in the folder schema. */
export declare const schemas: { ${fields.join('; ')} };
`;
}

/** The "x-" keywords that a schema carries for other readers; ajv in strict mode refuses what it was not told of. */
function extensions(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const own = Array.isArray(value) ? [] : Object.keys(value).filter((key) => key.startsWith('x-'));
  return new Set([...own, ...Object.values(value).flatMap((inner) => [...extensions(inner)])]);
}
