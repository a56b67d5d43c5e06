import { type Context, createContext, runInContext, Script } from 'node:vm';
import { formatAddress } from '../../net/address.ts';
import { type Destination, destinationHolds, formatDestination } from '../../net/destination.ts';
import type { HostName } from '../../net/host.ts';
import type { PortRange } from '../../net/port.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { TargetFiles } from '../reading.ts';
import { type Options, optionsOf } from './options.ts';
import { type Entry, entriesOf } from './plan.ts';
import { broken, tooLarge } from './refusals.ts';
import { tablesOf } from './view.ts';
import { largest, sizeOf } from './view-size.ts';

/** A URL and its host, as a browser would pass them. */
type Call = { readonly url: string; readonly host: string };

/** A call, and the answer that follows from the policy. */
type Question = Call & { readonly want: string | null };

// Protects from an endless loop, which only a bug in Portolan could cause. A correct file is much faster.
const longest = 60_000;

/**
 * Runs the rendered file and calls it for its entries, since a browser that cannot parse a PAC file silently goes
 * DIRECT. Refuses a file that Chromium would not load (pac-size) and one with a different answer (pac-broken).
 */
export function prove(files: TargetFiles, policy: TargetPolicy, timeout = longest): Refusal[] {
  const text = files.get('pac/proxy.pac') ?? '';
  const options = optionsOf(policy);
  if (text.length > largest) return [tooLarge(text.length, compactWouldHelp(policy))];
  const wrong = /[^\n\x20-\x7e]/.exec(text);
  if (wrong !== null) return [broken(`contains ${JSON.stringify(wrong[0])}`)];
  const questions = questionsOf(policy, options);
  return execute(text, questions, options.functionName, timeout);
}

/** Is the option "compact" off, and would the file be small enough with it? */
function compactWouldHelp(policy: TargetPolicy): boolean {
  return !optionsOf(policy).compact && sizeOf(tablesOf(entriesOf(policy), true)) <= largest;
}

function execute(
  text: string,
  questions: readonly Question[],
  functionName: string,
  timeout: number,
): Refusal[] {
  try {
    const calls = questions.map(({ url, host }) => ({ url, host }));
    const answers: unknown = JSON.parse(String(answersOf(text, calls, functionName, timeout)));
    return Array.isArray(answers) ? compare(questions, answers) : [broken('returned no answers')];
  } catch (error) {
    return [broken(`does not run (${messageOf(error)})`)];
  }
}

// An error from another realm is not an instance of our Error.
function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}

function compare(questions: readonly Question[], answers: readonly unknown[]): Refusal[] {
  const wrong = questions.find(({ want }, index) => answers[index] !== want);
  if (wrong === undefined) return [];
  const answer = JSON.stringify(answers[questions.indexOf(wrong)]);
  return [broken(`answers ${answer} for ${wrong.url}, not ${JSON.stringify(wrong.want)}`)];
}

function questionsOf(policy: TargetPolicy, { direct, proxy, included }: Options): Question[] {
  const entries = entriesOf(policy);
  const otherwise = included ? null : proxy;
  const listed = askedOf(entries).flatMap(({ destination, ports }) => {
    const host = exampleOf(destination);
    const asked = ports.flatMap(endsOf);
    return asked.map((port) => ({ url: `https://${host}:${port}/`, host, want: direct }));
  });
  const isListed = entries.some((entry) => holds(entry, unlisted.name, unlisted.port));
  const url = `https://${unlisted.name}:${unlisted.port}/`;
  return [...listed, { url, host: unlisted.name, want: isListed ? direct : otherwise }];
}

/** The first and the last port of a range, once if they are equal. */
function endsOf({ low, high }: PortRange): number[] {
  return low === high ? [low] : [low, high];
}

const mostScanned = 200;

/**
 * The entries that are asked: every host and wildcard. The file looks at patterns and networks one by one, so of many
 * of these only some are asked, evenly spread, with the first and the last. The reader still reads all of them.
 */
function askedOf(entries: readonly Entry[]): readonly Entry[] {
  const scanned = entries.filter(isScanned);
  if (scanned.length <= mostScanned) return entries;
  const step = (scanned.length - 1) / (mostScanned - 1);
  const asked = new Set(
    Array.from({ length: mostScanned }, (_, index) => scanned[Math.round(index * step)]),
  );
  return entries.filter((entry) => !isScanned(entry) || asked.has(entry));
}

function isScanned({ destination }: Entry): boolean {
  if (destination.kind === 'host') return destination.host.kind === 'pattern';
  return destination.kind === 'network';
}

// A host that no spec lists (RFC 2606), unless the spec lists any host.
const unlisted = { name: 'not-listed.invalid' as HostName, port: 443 };

function holds({ destination, ports }: Entry, name: HostName, port: number): boolean {
  const onPort = ports.some(({ low, high }) => low <= port && port <= high);
  return onPort && destinationHolds(destination, { kind: 'name', name });
}

/** One host that the destination contains, in the form of a URL. */
function exampleOf(destination: Destination): string {
  if (destination.kind === 'network') {
    const { family, first } = destination.network;
    const text = formatAddress({ family, value: first });
    return family === 6 ? `[${text}]` : text;
  }
  if (destination.kind === 'host') return formatDestination(destination).replaceAll('*', 'a');
  return 'any.invalid';
}

/** A context for files, and whether it is still as it was created. */
type Room = { readonly context: Context; readonly isUntouched: () => boolean };

// A context takes as long to create as a small file takes to run, so all files share one.
let shared: Room | undefined;

/**
 * Runs a PAC file, calls its function for each of these calls, and returns the answers as JSON, so that no object leaves
 * the context. Throws for a file that does not run, or that takes longer than `timeout` milliseconds. No file sees what
 * an earlier one has left.
 */
function answersOf(
  text: string,
  calls: readonly Call[],
  functionName: string,
  timeout: number,
): unknown {
  // Only a text that is a whole script cannot end the function that it is put in.
  new Script(text);
  shared = shared?.isUntouched() === true ? shared : open();
  const { context } = shared;
  try {
    return runInContext(scriptOf(text, calls, functionName), context, { timeout });
  } catch (error) {
    shared = undefined;
    throw error;
  }
}

/** The file is the body of a function, so that its names end with it and do not hide those of the calls. */
function scriptOf(text: string, calls: readonly Call[], functionName: string): string {
  return `(function (load) {
  var way = load(), calls = ${JSON.stringify(calls)}, answers = [], i;
  for (i = 0; i < calls.length; i += 1) answers[i] = way(calls[i].url, calls[i].host);
  return JSON.stringify(answers);
}(function () {
${text}
return ${functionName};
}));`;
}

function open(): Room {
  const context = createContext({});
  const isUntouched: () => unknown = runInContext(guard, context);
  return { context, isUntouched: () => isUntouched() === true };
}

// What a file can use is frozen. Everything else that it can leave is a change of the global object, which ends the
// context. The guard keeps the functions that it needs, and calls no getter.
const guard = `(function () {
  "use strict";
  var global = globalThis, keysOf = Reflect.ownKeys, describe = Reflect.getOwnPropertyDescriptor;
  var above = Reflect.getPrototypeOf, same = Object.is;
  [Object, Function, Array, String, Number, Boolean, Date, RegExp, Symbol, Promise, Error, EvalError,
    RangeError, ReferenceError, SyntaxError, TypeError, URIError].forEach(function (each) {
    Object.freeze(each);
    Object.freeze(each.prototype);
  });
  [Math, JSON, Reflect].forEach(Object.freeze);
  var names = keysOf(global), parent = above(global);
  var values = names.map(function (name) { return describe(global, name).value; });
  return function () {
    var now = keysOf(global), i, found;
    if (now.length !== names.length || above(global) !== parent) return false;
    for (i = 0; i < names.length; i += 1) {
      found = describe(global, names[i]);
      if (found === undefined || !same(found.value, values[i])) return false;
    }
    return true;
  };
}());`;
