import { runInNewContext } from 'node:vm';
import { formatAddress } from '../../net/address.ts';
import { type Destination, destinationHolds, formatDestination } from '../../net/destination.ts';
import type { HostName } from '../../net/host.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { TargetFiles } from '../target.ts';
import { type Options, optionsOf } from './options.ts';
import { type Entry, entriesOf } from './plan.ts';
import { broken, tooLarge } from './refusals.ts';
import { tablesOf } from './view.ts';
import { largest, sizeOf } from './view-size.ts';

/** A URL and its host as a browser would pass them, and the answer that follows from the policy. */
type Question = { readonly url: string; readonly host: string; readonly want: string | null };

// Protects from an endless loop, which only a bug in Portolan could cause. A correct file is much faster.
const longest = 60_000;

/**
 * Runs the rendered file and calls it once for every entry, since a browser that cannot parse a PAC file silently goes
 * DIRECT. Refuses a file that Chromium would not load (pac-size) and one with a different answer (pac-broken).
 */
export function prove(files: TargetFiles, policy: TargetPolicy, timeout = longest): Refusal[] {
  const text = files.get('pac/proxy.pac') ?? '';
  const options = optionsOf(policy);
  if (text.length > largest) return [tooLarge(text.length, compactWouldHelp(policy))];
  const wrong = /[^\n\x20-\x7e]/.exec(text);
  if (wrong !== null) return [broken(`contains ${JSON.stringify(wrong[0])}`)];
  const questions = questionsOf(policy, options);
  return execute(scriptOf(text, questions, options.functionName), questions, timeout);
}

/** Is the option "compact" off, and would the file be small enough with it? */
function compactWouldHelp(policy: TargetPolicy): boolean {
  return !optionsOf(policy).compact && sizeOf(tablesOf(entriesOf(policy), true)) <= largest;
}

/** The file, followed by all questions. It returns the answers as JSON, so that no object leaves its realm. */
function scriptOf(text: string, questions: readonly Question[], functionName: string): string {
  return `${text};(function (questions) {
  return JSON.stringify(questions.map(function (question) { return ${functionName}(question.url, question.host); }));
}(${JSON.stringify(questions)}));`;
}

function execute(script: string, questions: readonly Question[], timeout: number): Refusal[] {
  try {
    const answers: unknown = JSON.parse(String(runInNewContext(script, {}, { timeout })));
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
  const listed = entries.flatMap(({ destination, ports }) => {
    const host = exampleOf(destination);
    return ports.map(({ low }) => ({ url: `https://${host}:${low}/`, host, want: direct }));
  });
  const isListed = entries.some((entry) => holds(entry, unlisted.name, unlisted.port));
  const url = `https://${unlisted.name}:${unlisted.port}/`;
  return [...listed, { url, host: unlisted.name, want: isListed ? direct : otherwise }];
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
