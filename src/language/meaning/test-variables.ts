import { quote } from '../../characters.ts';
import { getOrAdd } from '../../maps.ts';
import { compareText } from '../../net/order.ts';
import type { Place, Problem, Refusal, Result } from '../../problem.ts';
import type { Site } from '../types.ts';
import { type Cursor, entries, items, placeOf, written } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { fullId } from './definitions.ts';
import { accept, refuse } from './judgement.ts';
import { asWritten, hasVariable, type Template, templateOf, withHint } from './variables.ts';

/**
 * Reads an item of a test. One with variables is read once for each value at the site of the context; without a site, it is
 * only checked, with a name in place of each variable.
 */
export function readItem<Value>(
  context: Context,
  cursor: Cursor,
  text: string,
  parse: (text: string) => Result<Value, Refusal>,
): Value[] {
  if (!hasVariable(text)) {
    const parsed = parse(text);
    if (parsed.ok) return [parsed.value];
    refuse(context, cursor, withHint(context, cursor, parsed.error));
    return [];
  }
  const template = templateOf(context, cursor, text);
  if (template === undefined) return [];
  const { siteValues } = context;
  const results =
    siteValues === undefined
      ? [asWritten(parse(template.sample), template)]
      : textsAt(context, cursor, template, siteValues).map(parse);
  return results.flatMap((result) => {
    const value = accept(context, cursor, result);
    return value === undefined ? [] : [value];
  });
}

/**
 * A text with the values of a site in place of its variables, once for each value of a list. Nothing at a site that lacks a
 * value, which only a test of an included spec is read for: no access there is the access of a value.
 */
function textsAt(
  context: Context,
  cursor: Cursor,
  { written: text, samples }: Template,
  values: Site['variables'],
): string[] {
  const valuesOf = (name: string) => values.get(fullId(context.names, 'variable', name));
  if ([...samples.values()].some((name) => valuesOf(name) === undefined)) return [];
  const lists = [...samples.values()].filter((name) => valuesOf(name)?.isList === true);
  if (lists.length > 1) {
    refuse(context, cursor, twoLists(text, lists));
    return [];
  }
  const [list = ''] = lists;
  const all = valuesOf(list)?.values ?? [undefined];
  return all.map((item) =>
    text.replace(/\$\{([^{}]*)\}/g, (whole, name: string) => {
      const value = name === list ? item : valuesOf(name)?.values[0];
      return value?.text ?? whole;
    }),
  );
}

function twoLists(text: string, lists: readonly string[]): Refusal {
  return {
    rule: 'variable-lists',
    message: `${quote(text)} has several variables with a list at a site: ${lists.map(quote).join(' and ')}`,
    help: 'write one item for each value, or limit the test with "sites"',
  };
}

/** The texts of a test that have variables; the name of the test is not one of them. */
export function variableTexts(test: Cursor): Cursor[] {
  return entries(test).flatMap(([key, value]) => (key === 'name' ? [] : textsIn(value)));
}

function textsIn(cursor: Cursor): Cursor[] {
  if (cursor.node.kind === 'list') return items(cursor).flatMap(textsIn);
  if (cursor.node.kind === 'map') return entries(cursor).flatMap(([, value]) => textsIn(value));
  return hasVariable(written(cursor) ?? '') ? [cursor] : [];
}

/** The variables in these texts, by their ids in the whole spec. */
export function variablesIn({ names }: Context, texts: readonly Cursor[]): string[] {
  const found = texts.flatMap((cursor) =>
    [...(written(cursor) ?? '').matchAll(/\$\{([^{}]*)\}/g)].map(([, name = '']) => name),
  );
  return [...new Set(found)].map((name) => fullId(names, 'variable', name));
}

/** All that a test says but its name, in a fixed order. */
export function textOfTest(test: Cursor): string {
  const parts = entries(test)
    .filter(([key]) => key !== 'name')
    .map(([key, value]) => `${key} ${textOf(value)}`);
  return parts.join('; ');
}

function textOf(cursor: Cursor): string {
  if (cursor.node.kind === 'list') return items(cursor).map(textOf).sort(compareText).join(', ');
  if (cursor.node.kind !== 'map') return written(cursor) ?? '';
  const parts = entries(cursor).map(([key, value]) => `${key}: ${textOf(value)}`);
  return parts.sort(compareText).join(', ');
}

/** The variables that tests use at sites that do not give a value, with the first such test. */
export type LackingTests = Map<string, { readonly at: Place; readonly sites: Set<Site> }>;

/** Notes the variables of these texts for which the site has no value; returns whether there are any. */
export function notesLacks(
  lacking: LackingTests,
  context: Context,
  texts: readonly Cursor[],
  site: Site,
): boolean {
  let isLacking = false;
  for (const cursor of texts) {
    for (const [, name = ''] of (written(cursor) ?? '').matchAll(/\$\{([^{}]*)\}/g)) {
      const id = fullId(context.names, 'variable', name);
      if (!context.names.first.variable.has(name) || site.variables.has(id)) continue;
      isLacking = true;
      getOrAdd(lacking, id, () => ({ at: placeOf(cursor), sites: new Set<Site>() })).sites.add(
        site,
      );
    }
  }
  return isLacking;
}

const mostNamed = 3;

/** What tests lack: one problem for each variable. */
export function lackingProblems(lacking: LackingTests): Problem[] {
  return [...lacking].map(([name, { at, sites }]) => {
    const all = [...sites].map(({ id, place }) => `${quote(id)} (${place.file}:${place.line})`);
    const more = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : '';
    const whose = `${all.length === 1 ? 'the site' : 'the sites'} ${all.slice(0, mostNamed).join(', ')}${more}`;
    return {
      at,
      rule: 'variable-missing',
      message: `this test uses the variable ${quote(name)}, for which ${whose} ${all.length === 1 ? 'does' : 'do'} not give a value`,
      help: `add "variables: { ${name}: VALUE }" to ${all.length === 1 ? 'the site' : 'each of these sites'}, or limit the test with "sites"`,
    };
  });
}
