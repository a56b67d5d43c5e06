import { quote } from '../../characters.ts';
import { type Flow, longestFlow, parseFlow, refuseLongFlow } from '../../net/flow.ts';
import { parseHost } from '../../net/host-text.ts';
import type { Refusal } from '../../problem.ts';
import type { NeverEntry, TestEntry } from '../document.ts';
import type { Demand, SpecTest } from '../types.ts';
import { type Cursor, child } from '../yaml/cursor.ts';
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
  parsed,
} from './decode.ts';
import type { Definition } from './definitions.ts';
import { accept, lacks, refuse } from './judgement.ts';
import { noPort } from './places.ts';
import { scope } from './scopes.ts';
import { definedName, entryRanges, rangeKeys, shapedText, sourceText } from './values.ts';

const neverKeys = {
  ...rangeKeys,
  except: listOf(parsed(sourceText, parseHost)),
} satisfies KeysOf<NeverEntry>;

const readNever = decoderOf(neverKeys);

/** The ranges and exceptions of `never`; without ranges if they have a mistake. */
const never: Decoder<Pick<Extract<Demand, { kind: 'never' }>, 'ports' | 'except'>> = (
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
  allow: listOf(flow),
  deny: listOf(flow),
  only: listOf(scope),
  never,
  flow,
  expect: mapOf(oneOf(['allow', 'deny'])),
} satisfies KeysOf<TestEntry, Context>;

const readTest: Decoder<Decoded<typeof testKeys>, Context> = decoderOf(testKeys);

const kinds = ['allow', 'deny', 'only', 'never', 'flow'] as const;
type Kind = (typeof kinds)[number];

/** A test of the spec; empty if it has no valid expectation. */
export function resolveTest(context: Context, { name, cursor, at }: Definition): SpecTest[] {
  if (cursor.node.kind !== 'map') return [];
  const named = kinds.filter((kind) => child(cursor, kind) !== undefined);
  if (isUnclear(context, cursor, named)) refuse(context, cursor, testKind(named));
  const keys = readTest(context, cursor);
  const demands = named.flatMap((kind) => demandOf(keys, kind) ?? []);
  return demands.map((demand) => ({
    name,
    sites: keys.sites,
    demand,
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

function demandOf(keys: Decoded<typeof testKeys>, kind: Kind): Demand | undefined {
  switch (kind) {
    case 'allow':
    case 'deny':
      return { kind, flows: keys[kind] };
    case 'only':
      return { kind, scopes: keys.only };
    case 'never':
      return { kind, ...keys.never };
    case 'flow':
      return keys.flow && { kind: 'expect', flow: keys.flow, verdicts: keys.expect };
  }
}

function flow(context: Context, cursor: Cursor | undefined): Flow | undefined {
  const written = sourceText(cursor);
  if (cursor === undefined || written === undefined) return undefined;
  if (written.length > longestFlow) return refuse(context, cursor, refuseLongFlow(written.length));
  if (/^[^:/]*$/.test(written)) return refuse(context, cursor, bareWord(context, written));
  if (portless.test(written)) return refuse(context, cursor, noPort(written));
  return accept(context, cursor, parseFlow(written));
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
