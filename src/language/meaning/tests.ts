import { quote } from '../../characters.ts';
import { type Flow, longestFlow, parseFlow, refuseLongFlow } from '../../net/flow.ts';
import type { Host } from '../../net/host.ts';
import { parseHost } from '../../net/host-text.ts';
import { failure, type Problem, type Refusal, type Result } from '../../problem.ts';
import type { NeverEntry, TestEntry } from '../document.ts';
import type { Demand, Scope, Site, SpecTest } from '../types.ts';
import { type Cursor, child, items } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import {
  type Decoded,
  type Decoder,
  decoderOf,
  type KeysOf,
  listOf,
  mapOf,
  oneOf,
  optional,
} from './decode.ts';
import type { Definition } from './definitions.ts';
import { judge, lacks, refuse } from './judgement.ts';
import { noPort } from './places.ts';
import { entryRanges, rangeKeys } from './ranges.ts';
import { parseScope } from './scopes.ts';
import {
  type LackingTests,
  lackingProblems,
  notesLacks,
  readItem,
  textOfTest,
  variablesIn,
  variableTexts,
} from './test-variables.ts';
import { definedName, shapedText, sourceText } from './values.ts';

/** Reads a text of a test; one with a variable has a value for each value of the variable. */
type ReadItem<Value> = (context: Context, cursor: Cursor, text: string) => readonly Value[];

function allIn<Value>(
  context: Context,
  cursor: Cursor | undefined,
  read: ReadItem<Value>,
): Value[] {
  const text = sourceText(cursor);
  return cursor === undefined || text === undefined ? [] : [...read(context, cursor, text)];
}

function all<Value>(read: ReadItem<Value>): Decoder<Value[], Context> {
  return (context, cursor) => items(cursor).flatMap((each) => allIn(context, each, read));
}

function exceptedHost(text: string): Result<Host, Refusal> {
  const host = parseHost(text);
  if (host.ok || !['host-is-address', 'host-not-a-name'].includes(host.error.rule)) return host;
  // The fix of an endpoint is another key, which a test does not have.
  const { rule, message } = host.error;
  return failure({
    rule,
    message,
    help: 'list hosts only; for addresses, write a test with "deny" or "only" instead of "never"',
  });
}

const neverKeys = {
  ...rangeKeys,
  except: all((context, cursor, text) => readItem(context, cursor, text, exceptedHost)),
} satisfies KeysOf<NeverEntry, Context>;

const readNever: Decoder<Decoded<typeof neverKeys>, Context> = decoderOf(neverKeys);

/** The ranges and exceptions of `never`; without ranges if they have a mistake. */
const never: Decoder<Pick<Extract<Demand, { kind: 'never' }>, 'ports' | 'except'>, Context> = (
  context,
  cursor,
) => {
  const { except, ...keys } = readNever(context, cursor);
  const isMap = cursor?.node.kind === 'map';
  return { ports: (isMap ? entryRanges(context, cursor, keys) : undefined) ?? [], except };
};

const testKeys = {
  name: shapedText,
  sites: optional(listOf(definedName('site'))),
  allow: all(flows),
  deny: all(flows),
  only: all(scopes),
  never,
  flow: (context, cursor) => allIn(context, cursor, flows),
  expect: mapOf(oneOf(['allow', 'deny'])),
} satisfies KeysOf<TestEntry, Context>;

const readTest: Decoder<Decoded<typeof testKeys>, Context> = decoderOf(testKeys);

const kinds = ['allow', 'deny', 'only', 'never', 'flow'] as const;
type Kind = (typeof kinds)[number];

/** A test, and how to read it with the values of a site if it has variables. */
export type ReadTest = {
  readonly test: SpecTest;
  readonly variables:
    | {
        readonly context: Context;
        readonly definition: Definition;
        /** Its texts that have variables. */
        readonly texts: readonly Cursor[];
      }
    | undefined;
};

/** The tests of a spec, without those that have no valid expectation. */
export function readTests(context: Context, definitions: readonly Definition[]): ReadTest[] {
  return definitions.flatMap((definition) => {
    const before = context.problems.length;
    const tests = resolveTest(context, definition);
    const texts = variableTexts(definition.cursor);
    // A test with mistakes has none at each site in addition.
    const isFixed = texts.length === 0 || context.problems.length > before;
    const variables = isFixed ? undefined : { context, definition, texts };
    return tests.map((test) => ({ test, variables }));
  });
}

/** The tests as they apply to these sites: one with variables is one for each of its sites. */
export function testsAtSites(
  tests: readonly ReadTest[],
  sites: readonly Site[],
): { tests: SpecTest[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const lacking: LackingTests = new Map();
  const opened = tests.flatMap((read) =>
    read.variables === undefined ? [read.test] : openTest(read, sites, lacking, problems),
  );
  return { tests: opened, problems: [...problems, ...lackingProblems(lacking)] };
}

function openTest(
  { test, variables }: ReadTest,
  all: readonly Site[],
  lacking: LackingTests,
  problems: Problem[],
): SpecTest[] {
  if (variables === undefined) return [];
  const { context, definition, texts } = variables;
  const { name, groups } = test;
  const written = textOfTest(definition.cursor);
  const uses = variablesIn(context, texts);
  const before = problems.length;
  const sites = all.filter(({ id }) => test.sites?.includes(id) ?? true);
  return sites.flatMap((site) => {
    // A site needs no value for groups of an included spec that it leaves out. The test judges its other groups without it.
    const isLacking = groups === undefined && notesLacks(lacking, context, texts, site);
    // One mistake is not reported for each site.
    if (isLacking || problems.length > before) return [];
    // A value with a problem has it at the site.
    if (uses.some((name) => site.variables.get(name)?.values.length === 0)) return [];
    const siteValues = site.variables;
    const at = judge(
      { ...context, problems },
      (own) => resolveTest({ ...own, siteValues }, definition),
      [],
    );
    return at
      .filter(({ demand }) => demandsAny(demand))
      .map((each) => ({ ...each, name, groups, sites: [site.id], written, uses }));
  });
}

/** Does a demand have a flow? One about a whole set also demands something without items: that nothing else is allowed. */
function demandsAny(demand: Demand): boolean {
  return (demand.kind !== 'allow' && demand.kind !== 'deny') || demand.flows.length > 0;
}

function resolveTest(context: Context, { name, cursor, at }: Definition): SpecTest[] {
  if (cursor.node.kind !== 'map') return [];
  const named = kinds.filter((kind) => child(cursor, kind) !== undefined);
  if (isUnclear(context, cursor, named)) refuse(context, cursor, testKind(named));
  const keys = readTest(context, cursor);
  const demands = named.flatMap((kind) => demandsOf(keys, kind));
  const { sites } = keys;
  return demands.map((demand) => ({
    name,
    sites,
    demand,
    written: undefined,
    uses: [],
    groups: undefined,
    place: at,
  }));
}

function isUnclear(context: Context, test: Cursor, named: readonly Kind[]): boolean {
  if (named.length > 1) return true;
  const [kind] = named;
  const lacksFlow = lacks(context, test, ['flow']) && child(test, 'expect') !== undefined;
  if (kind === undefined) return lacksFlow || lacks(context, test, kinds);
  return kind === 'flow' ? lacks(context, test, ['expect']) : lacksFlow;
}

function demandsOf(keys: Decoded<typeof testKeys>, kind: Kind): Demand[] {
  switch (kind) {
    case 'allow':
    case 'deny':
      return [{ kind, flows: keys[kind] }];
    case 'only':
      return [{ kind, scopes: keys.only }];
    case 'never':
      return [{ kind, ...keys.never }];
    case 'flow':
      return keys.flow.map((flow) => ({ kind: 'expect', flow, verdicts: keys.expect }));
  }
}

function flows(context: Context, cursor: Cursor, written: string): Flow[] {
  return readItem(context, cursor, written, (text) => {
    if (text.length > longestFlow) return failure(refuseLongFlow(text.length));
    if (/^[^:/]*$/.test(text)) return failure(bareWord(context, text));
    if (portless.test(text)) return failure(noPort(text));
    return parseFlow(text);
  });
}

function scopes(context: Context, cursor: Cursor, written: string): Scope[] {
  return readItem(context, cursor, written, (text) => parseScope(context, text));
}

const portless = /^(?:tcp|udp|sctp):\/\/(?:\[[^\]]*\]|[^/:]*)\/?$/;

function bareWord(context: Context, written: string): Refusal {
  const isService = context.names.first.service.has(written);
  return {
    rule: 'flow-shape',
    message: `expected a flow, found ${isService ? 'the service ' : ''}${quote(written)}`,
    help: isService
      ? 'write a URL or host:port; services are allowed in "only"'
      : `write a URL, "tcp://${written}:443" or "${written}:443"`,
  };
}

function testKind(named: readonly Kind[]): Refusal {
  const message =
    named.length === 0
      ? 'the test has no expectation'
      : `the test has ${named.map(quote).join(' and ')}, expected one of them`;
  return {
    rule: 'test-kind',
    message: named.length === 1 ? '"flow" and "expect" are only valid together' : message,
    help: 'use one of "allow", "deny", "only", "never", or "flow" with "expect"',
  };
}
