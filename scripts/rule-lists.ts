import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of src/review/rules, and what the rules of each are about. */
const kinds = {
  spec: 'a spec',
  site: 'a site as a whole',
  change: 'a change',
} as const;

type Kind = keyof typeof kinds;

/** What a rule's file says of it. */
type RuleFile = { readonly id: string; readonly severity: number };

const home = 'src/review/rules';
const exceptions = 'schema/exceptions.schema.json';
const widest = 100;

/** The list of each folder of rules, and the schema of exceptions, which may name every rule; path -> text. */
export function ruleLists(root: string): ReadonlyMap<string, string> {
  const names = Object.keys(kinds) as Kind[];
  const rules = names.map((kind) => [kind, rulesIn(root, kind)] as const);
  const all = rules.flatMap(([, own]) => own);
  return new Map([
    ...rules.map(([kind, own]) => [`${home}/${kind}/list.ts`, listModule(kind, own)] as const),
    [exceptions, withRules(textOf(root, exceptions), all)],
  ]);
}

/** Each module but the list is a rule, and its name is the rule's id. Throws where a file does not say so. */
function rulesIn(root: string, kind: Kind): RuleFile[] {
  const files = readdirSync(join(root, home, kind)).filter(
    (name) => name.endsWith('.ts') && name !== 'list.ts',
  );
  return files.map((name) => {
    const path = `${home}/${kind}/${name}`;
    const text = textOf(root, path);
    const id = name.replace(/\.ts$/, '');
    const severity = /^ {2}severity: ([0-9.]+),$/m.exec(text)?.[1];
    const begins = `export const ${constantOf(id)}: ${typeOf(kind)} = {\n  id: '${id}',\n`;
    if (severity === undefined || !text.includes(begins))
      throw new Error(`${path} must hold the rule ${id}: "${begins}" and a "severity" in digits`);
    return { id, severity: Number(severity) };
  });
}

/** The text of the module that lists the rules of a folder, as the linter would format it. */
function listModule(kind: Kind, rules: readonly RuleFile[]): string {
  const ids = rules.map(({ id }) => id).sort();
  const imports = ids.map((id) => `import { ${constantOf(id)} } from './${id}.ts';`);
  const type = typeOf(kind);
  const names = gravestFirst(rules).map(({ id }) => constantOf(id));
  const start = `export const ${kind}Rules: readonly ${type}[] = [`;
  const line = `${start}${names.join(', ')}];`;
  const list = line.length <= widest ? line : `${start}\n  ${names.join(',\n  ')},\n];`;
  return `// Written by \`npm run generate:code\` from the files beside it; a change here is lost.
import type { ${type} } from '../kit/rule.ts';
${imports.join('\n')}

/** Every rule about ${kinds[kind]}, the gravest first, then by id. */
${list}
`;
}

/** The schema of exceptions with the ids of these rules in place of those that it names. */
function withRules(schema: string, rules: readonly RuleFile[]): string {
  const known = /("rule": \{[^{}[\]]*"enum": \[)[^\]]*?(\n *\])/;
  if (!known.test(schema)) throw new Error(`${exceptions} names no rules`);
  const ids = gravestFirst(rules).map(({ id }) => `\n            "${id}"`);
  return schema.replace(known, (_all, start, end) => `${start}${ids.join(',')}${end}`);
}

function gravestFirst(rules: readonly RuleFile[]): RuleFile[] {
  return [...rules].sort((a, b) => b.severity - a.severity || (a.id < b.id ? -1 : 1));
}

function typeOf(kind: Kind): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Rule`;
}

/** `any-resolver` -> `anyResolver`. */
function constantOf(id: string): string {
  return id.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
}

/** A checkout with CRLF must give the same bytes. */
function textOf(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}
