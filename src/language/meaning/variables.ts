import { quote } from '../../characters.ts';
import { placeholderIn } from '../../net/placeholder.ts';
import { failure, type Refusal, type Result } from '../../problem.ts';
import { didYouMean } from '../suggest.ts';
import type { HostWant } from '../types.ts';
import { type Cursor, placeOf } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import type { Decoder } from './decode.ts';
import { fullId } from './definitions.ts';
import { refuse } from './judgement.ts';
import { sourceText } from './values.ts';

const used = /\$\{([^{}]*)\}/g;

/** Whether a text has a part in the form of a variable. */
export function hasVariable(text: string): boolean {
  return text.includes(`\${`);
}

/** A text with variables, and a short name in place of each, so that the parser of its place can read it. */
export type Template = {
  readonly written: string;
  readonly sample: string;
  readonly host: HostWant;
  /** The variables by the names in their place. */
  readonly samples: ReadonlyMap<string, string>;
};

/**
 * Reads a text whose host may have variables: `parse` reads it with a name in place of each, and `want` adds the host with
 * its variables to the result.
 */
export function withVariables<Value, Wanted>(
  parse: (text: string) => Result<Value, Refusal>,
  want: (value: Value, host: HostWant) => Wanted,
): Decoder<Value | Wanted | undefined, Context> {
  return (context, cursor) => {
    const written = sourceText(cursor);
    if (cursor === undefined || written === undefined) return undefined;
    if (!hasVariable(written)) {
      const parsed = parse(written);
      return parsed.ok
        ? parsed.value
        : refuse(context, cursor, withHint(context, cursor, parsed.error));
    }
    const template = templateOf(context, cursor, written);
    if (template === undefined) return undefined;
    const parsed = asWritten(parse(template.sample), template);
    if (!parsed.ok) return refuse(context, cursor, withHint(context, cursor, parsed.error));
    return want(parsed.value, template.host);
  };
}

/** A text with variables in its host, which the spec declares; undefined after a problem. */
export function templateOf(
  context: Context,
  cursor: Cursor,
  written: string,
): Template | undefined {
  const { start, end } = hostSpan(written);
  const samples = new Map<string, string>();
  for (const { 0: whole, 1: name = '', index } of written.matchAll(used)) {
    if (!context.usedVariables.has(name)) context.usedVariables.set(name, placeOf(cursor));
    if (index < start || index >= end)
      return refuse(context, cursor, variablePlace(whole, written));
    if (!isDeclared(context, name)) return refuse(context, cursor, unknownVariable(context, name));
    const sample = `v${samples.size}x`;
    const isNew = ![...samples.values()].includes(name);
    if (isNew) samples.set(dotsOf(context, name) ? `${sample}.${sample}` : sample, name);
  }
  const full = (name: string) => fullId(context.names, 'variable', name);
  const names = [...samples.values()].map(full);
  const sampleOf = new Map([...samples].map(([sample, name]) => [name, sample]));
  const sample = written.replace(used, (whole, name: string) => sampleOf.get(name) ?? whole);
  const text = written
    .slice(start, end)
    .replace(used, (_whole, name: string) => `\${${full(name)}}`);
  const host: HostWant = { kind: 'variables', host: text, names };
  return { written, sample, host, samples };
}

function isDeclared({ names, lost }: Context, name: string): boolean {
  return names.first.variable.has(name) || (lost.has('variable') && slug.test(name));
}

function dotsOf({ variables }: Context, name: string): boolean {
  return variables.get(name)?.dots === true;
}

/** The result of a parser that read a sample, in words of the text as it is written. */
export function asWritten<Value>(
  result: Result<Value, Refusal>,
  { written, samples }: Template,
): Result<Value, Refusal> {
  if (result.ok) return result;
  const { rule, message, help, fix } = result.error;
  const restored = (text: string) =>
    [...samples].reduce((all, [sample, name]) => all.replaceAll(sample, `\${${name}}`), text);
  const refusal = { rule, message: restored(message), help: restored(help) };
  // A name in place of a variable could also be a part of the text.
  const isSame = fix !== undefined && restored(fix.from) === written;
  if (!isSame) return failure(refusal);
  return failure({ ...refusal, fix: { ...fix, from: written, to: fix.to.map(restored) } });
}

/** Where the host is in a URL, a flow, or a text that is a host alone. */
function hostSpan(text: string): { start: number; end: number } {
  const scheme = text.indexOf('://');
  const start = scheme < 0 ? 0 : scheme + '://'.length;
  const rest = text.slice(start).search(/[/?#:]/);
  return { start, end: rest < 0 ? text.length : start + rest };
}

/** Adds to the refusal of a host that a variable may be meant. */
export function withHint(context: Context, cursor: Cursor, refusal: Refusal): Refusal {
  const text = sourceText(cursor) ?? '';
  if (refusal.rule === 'host-character' && /contains "[${}]"/.test(refusal.message))
    return {
      ...refusal,
      help: `for a part that each site gives, write "\${name}" and declare the name under "variables"`,
    };
  const found = refusal.rule === 'host-placeholder' ? placeholderIn(text) : undefined;
  const name = found === undefined ? '' : slugOf(found);
  if (found === undefined || !slug.test(name)) return refusal;
  // The placeholder is the variable in the spelling of a document.
  if (!context.usedVariables.has(name)) context.usedVariables.set(name, placeOf(cursor));
  return {
    ...refusal,
    help: context.names.first.variable.has(name)
      ? `did you mean "\${${name}}"?`
      : `replace ${quote(found)} with the real value, or write "\${${name}}" and declare "${name}" under "variables"`,
  };
}

const slug = /^[a-z][a-z0-9-]{0,31}$/;

/** The name of a variable for a placeholder of a document: `<Your Tenant>` is `your-tenant`. */
function slugOf(placeholder: string): string {
  return placeholder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function unknownVariable({ names }: Context, name: string): Refusal {
  const known = [...names.first.variable.keys()];
  return {
    rule: 'unknown-variable',
    message: `unknown variable ${quote(name)}`,
    help:
      known.length > 0
        ? didYouMean(name, known)
        : `declare it: "variables: { ${slug.test(name) ? name : 'tenant'}: {} }"`,
  };
}

/** The refusal of a variable that is not in a host. */
export function variablePlace(variable: string, written: string): Refusal {
  return {
    rule: 'variable-place',
    message: `the variable "${variable}" is outside of a host in ${quote(written)}`,
    help: 'use variables only in the host of "host", "url" and of tests',
  };
}

/** Reads a text in which no variable is allowed. */
export function withoutVariables<Value>(
  parse: (text: string) => Result<Value, Refusal>,
): (text: string) => Result<Value, Refusal> {
  return (text) => {
    const [found] = text.match(used) ?? [];
    return found === undefined ? parse(text) : failure(variablePlace(found, text));
  };
}
