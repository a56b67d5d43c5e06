import { quote } from '../../characters.ts';
import { compareText } from '../../net/order.ts';
import { type Refusal, respell } from '../../problem.ts';
import type { VariableEntry } from '../document.ts';
import { didYouMean, nearest } from '../suggest.ts';
import type { SiteVariable, Variable } from '../types.ts';
import { type Cursor, entries, items, placeOf, text } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { type Decoder, decoderOf, type KeysOf } from './decode.ts';
import { type Definition, fullId, placesAtSites } from './definitions.ts';
import { refuse } from './judgement.ts';
import { freeText } from './values.ts';

const flag: Decoder<boolean> = (_context, cursor) =>
  cursor?.node.kind === 'scalar' && cursor.node.value === true;

const readVariable = decoderOf({
  description: freeText,
  dots: flag,
} satisfies KeysOf<VariableEntry>);

/** A part of hosts that each site gives. */
export function resolveVariable(context: Context, { name, cursor, at }: Definition): Variable {
  const id = fullId(context.names, 'variable', name);
  return { ...readVariable(context, cursor), name: id, place: at };
}

/** The values that a site gives, by the name of the variable. `refuseStrayVariables` judges the names. */
export const siteVariables: Decoder<ReadonlyMap<string, SiteVariable>, Context> = (
  context,
  cursor,
) => {
  const all = entries(cursor).map(([name, given]): [string, SiteVariable] => {
    const isList = given.node.kind === 'list';
    const values = (isList ? items(given) : [given]).flatMap((each) => value(context, name, each));
    return [name, { isList, values }];
  });
  return new Map(all.sort(([a], [b]) => compareText(a, b)));
};

type Value = SiteVariable['values'][number];

function value(context: Context, name: string, cursor: Cursor): Value[] {
  const written = text(cursor);
  if (written === undefined || written === '') return [];
  const dots = context.variables.get(name)?.dots === true;
  const refusal = refuseDate(cursor, written) ?? refuseValue(name, written, dots);
  if (refusal !== undefined) {
    refuse(context, cursor, refusal);
    return [];
  }
  return [{ text: written, place: placeOf(cursor) }];
}

const plainDate = /^\d{4}-\d{2}-\d{2}$/;

/** Some readers of YAML read such a text as a date, and write it in another form. */
function refuseDate({ node }: Cursor, written: string): Refusal | undefined {
  const isPlain = node.kind === 'scalar' && node.style === 'plain';
  if (!isPlain || !plainDate.test(written)) return undefined;
  return {
    rule: 'variable-value',
    message: `${quote(written)} without quotes is a date`,
    help: `put it in quotes: ${quote(written)}`,
    fix: { from: written, to: [written], style: 'quotes' },
  };
}

const slug = /^[a-z][a-z0-9-]*$/;

// Nothing else can be in a value, so that no value can become more than a part of a host.
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

function refuseValue(name: string, written: string, dots: boolean): Refusal | undefined {
  const rule = 'variable-value';
  const about = `the value ${quote(written)} of variable ${quote(name)}`;
  const allowed = dots ? 'a-z, 0-9, hyphens and dots' : 'a-z, 0-9 and hyphens';
  const [foreign] = /[^a-z0-9.-]/u.exec(written) ?? [];
  if (foreign !== undefined) {
    const lower = written.toLowerCase();
    const message = `${about} contains ${quote(foreign)}`;
    if (label.test(lower)) return respell(rule, message, written, lower);
    return { rule, message, help: `use only ${allowed}` };
  }
  if (written.includes('.') && !dots)
    return {
      rule,
      message: `${about} contains a dot`,
      help: `write one label, or add "dots: true" to the variable ${quote(name)}`,
    };
  const wrong = written.split('.').find((each) => !label.test(each));
  if (wrong === undefined) return undefined;
  return wrong === ''
    ? { rule, message: `${about} has an empty label`, help: 'write one dot between two labels' }
    : { rule, message: `${about} begins or ends with a hyphen`, help: 'remove that hyphen' };
}

/** Refuses names without a declaration at sites, and declarations without a use: one problem for each name. */
export function refuseStrayVariables(context: Context): void {
  const declared = context.names.first.variable;
  if (!context.lost.has('variable')) {
    for (const [name, [first, ...more]] of placesAtSites(context.names, 'variables')) {
      // The shape refuses any other name.
      if (first === undefined || declared.has(name) || !slug.test(name)) continue;
      refuse(context, first, undeclared(name, more.length, declared.keys()));
    }
  }
  if (context.lost.has('group') || context.lost.has('test')) return;
  for (const { name, at } of context.names.all.variable) {
    const isUsed = context.usedVariables.has(name);
    // A use in another spelling has a problem of its own.
    const misspelled = [...context.usedVariables.keys()].filter((each) => !declared.has(each));
    if (!isUsed && slug.test(name) && nearest(name, misspelled) === undefined)
      refuse(context, at, unused(name));
  }
}

function undeclared(name: string, others: number, declared: Iterable<string>): Refusal {
  const known = [...declared];
  const also =
    others === 0 ? '' : `, here and at ${others} more ${others === 1 ? 'site' : 'sites'}`;
  return {
    rule: 'unknown-variable',
    message: `unknown variable ${quote(name)}${also}`,
    help:
      known.length > 0
        ? didYouMean(name, known)
        : 'declare it under "variables" of the spec, or remove it',
  };
}

function unused(name: string): Refusal {
  return {
    rule: 'variable-unused',
    message: `no host uses the variable ${quote(name)}`,
    help: `remove it, or write "\${${name}}" in the host of an endpoint`,
  };
}
