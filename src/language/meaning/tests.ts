import { quote } from '../../characters.ts';
import { type Flow, longestFlow, parseFlow, refuseLongFlow } from '../../net/flow.ts';
import { type Host, parseHost } from '../../net/host.ts';
import type { Refusal } from '../../problem.ts';
import type { Demand, SpecTest } from '../types.ts';
import { type Cursor, child, entries, items, word } from '../yaml/cursor.ts';
import { accept, type Context, knownName, lacks, refuse } from './context.ts';
import type { Definition } from './names.ts';
import { noPort } from './places.ts';
import { resolveScope } from './scopes.ts';
import { resolvePorts, sourceText } from './values.ts';

const kinds = ['allow', 'deny', 'only', 'never', 'flow'] as const;
type Kind = (typeof kinds)[number];

/** A test of the spec; none when it does not say exactly one thing. */
export function resolveTest(context: Context, { name, cursor, at }: Definition): SpecTest[] {
  if (cursor.node.kind !== 'map') return [];
  const named = kinds.filter((kind) => child(cursor, kind) !== undefined);
  if (isUnclear(context, cursor, named)) refuse(context, cursor, testKind(named));
  const demands = named.flatMap((each) => resolveDemand(context, cursor, each) ?? []);
  const listed = child(cursor, 'sites');
  const sites = items(listed).flatMap((site) => knownName(context, 'site', site) ?? []);
  const limit = listed === undefined ? undefined : sites;
  return demands.map((demand) => ({ name, sites: limit, demand, place: at }));
}

function isUnclear(context: Context, test: Cursor, named: readonly Kind[]): boolean {
  if (named.length > 1) return true;
  const [kind] = named;
  const lacksFlow = lacks(context, test, ['flow']) && child(test, 'expect') !== undefined;
  if (kind === undefined) return lacksFlow || lacks(context, test, kinds);
  return kind === 'flow' ? lacks(context, test, ['expect']) : lacksFlow;
}

function resolveDemand(context: Context, test: Cursor, kind: Kind): Demand | undefined {
  const cursor = child(test, kind);
  switch (kind) {
    case 'allow':
    case 'deny':
      return { kind, flows: items(cursor).flatMap((item) => resolveFlow(context, item) ?? []) };
    case 'only':
      return { kind, scopes: items(cursor).flatMap((item) => resolveScope(context, item) ?? []) };
    case 'never':
      return resolveNever(context, cursor);
    case 'flow':
      return resolveExpect(context, test);
  }
}

function resolveNever(context: Context, cursor: Cursor | undefined): Demand {
  return {
    kind: 'never',
    ports: resolvePorts(context, child(cursor, 'ports')) ?? [],
    except: items(child(cursor, 'except')).flatMap((item) => resolveHost(context, item) ?? []),
  };
}

function resolveHost(context: Context, cursor: Cursor): Host | undefined {
  const written = sourceText(cursor);
  return written === undefined ? undefined : accept(context, cursor, parseHost(written));
}

function resolveExpect(context: Context, test: Cursor): Demand | undefined {
  const cursor = child(test, 'flow');
  const flow = cursor && resolveFlow(context, cursor);
  if (flow === undefined) return undefined;
  const verdicts = entries(child(test, 'expect')).flatMap(([target, verdict]) => {
    const said = word(verdict, ['allow', 'deny']);
    return said === undefined ? [] : [[target, said] as const];
  });
  return { kind: 'expect', flow, verdicts: Object.fromEntries(verdicts) };
}

function resolveFlow(context: Context, cursor: Cursor): Flow | undefined {
  const written = sourceText(cursor);
  if (written === undefined) return undefined;
  if (written.length > longestFlow) return refuse(context, cursor, refuseLongFlow(written.length));
  if (/^[^:/]*$/.test(written)) return refuse(context, cursor, bareWord(context, written));
  if (portless.test(written)) return refuse(context, cursor, noPort(written));
  return accept(context, cursor, parseFlow(written));
}

const portless = /^(?:tcp|udp):\/\/(?:\[[^\]]*\]|[^/:]*)\/?$/;

function bareWord(context: Context, written: string): Refusal {
  const isService = context.names.first.service.has(written);
  return {
    rule: 'flow-shape',
    message: `${quote(written)} is ${isService ? 'a service' : 'a word'}, not a flow`,
    help: isService
      ? 'write a URL or host:port; a service may stand in "only"'
      : `write a URL, "tcp://${written}:443" or "${written}:443"`,
  };
}

function testKind(named: readonly Kind[]): Refusal {
  const said = named.length === 0 ? 'nothing' : named.map(quote).join(' and ');
  return {
    rule: 'test-kind',
    message:
      named.length === 1 ? '"flow" and "expect" belong together' : `the test demands ${said}`,
    help: 'give it exactly one of "allow", "deny", "only", "never", and "flow" with "expect"',
  };
}
