import { runInNewContext } from 'node:vm';
import { formatAddress } from '../../net/address.ts';
import { type Destination, destinationHolds, formatDestination } from '../../net/destination.ts';
import type { HostName } from '../../net/host.ts';
import type { Policy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { TargetFiles } from '../target.ts';
import { type Entry, entriesOf } from './entries.ts';
import { type Settings, settingsOf } from './options.ts';
import { largest } from './size.ts';

/** A URL and its host as a browser would ask, and the answer that the policy wants. */
type Question = { readonly url: string; readonly host: string; readonly want: string | null };

// Against a loop without an end, which only a mistake of ours could hold; nothing comes near it.
const longest = 60_000;

/**
 * Executes the rendered file and asks it for every entry once, since a browser that cannot read a PAC goes DIRECT
 * without a word. Refuses a file that Chromium would not load (pac-size) and one that answers otherwise (pac-broken).
 */
export function prove(files: TargetFiles, policy: Policy, timeout = longest): Refusal[] {
  const text = files.get('pac/proxy.pac') ?? '';
  const settings = settingsOf(policy);
  if (!settings.ok) return settings.error;
  if (text.length > largest) return [refuseSize(text.length, settings.value.compact)];
  const odd = /[^\n\x20-\x7e]/.exec(text);
  if (odd !== null) return [refuseBroken(`holds ${JSON.stringify(odd[0])}`)];
  const questions = questionsOf(policy, settings.value);
  return execute(scriptOf(text, questions, settings.value.functionName), questions, timeout);
}

/** The file, and after it all questions at once; it gives the answers as JSON, so that no object leaves its realm. */
function scriptOf(text: string, questions: readonly Question[], functionName: string): string {
  return `${text};(function (questions) {
  return JSON.stringify(questions.map(function (question) { return ${functionName}(question.url, question.host); }));
}(${JSON.stringify(questions)}));`;
}

function execute(script: string, questions: readonly Question[], timeout: number): Refusal[] {
  try {
    const answers: unknown = JSON.parse(String(runInNewContext(script, {}, { timeout })));
    return Array.isArray(answers) ? compare(questions, answers) : [refuseBroken('gave no answers')];
  } catch (error) {
    return [refuseBroken(`does not run (${messageOf(error)})`)];
  }
}

// What another realm throws is no Error of ours.
function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}

function compare(questions: readonly Question[], answers: readonly unknown[]): Refusal[] {
  const wrong = questions.find(({ want }, index) => answers[index] !== want);
  if (wrong === undefined) return [];
  const answer = JSON.stringify(answers[questions.indexOf(wrong)]);
  return [refuseBroken(`answers ${answer} for ${wrong.url}, not ${JSON.stringify(wrong.want)}`)];
}

function questionsOf(policy: Policy, { direct, proxy, included }: Settings): Question[] {
  const entries = entriesOf(policy);
  const otherwise = included ? null : proxy;
  const listed = entries.flatMap(({ destination, ports }) => {
    const host = witnessOf(destination);
    return ports.map(({ low }) => ({ url: `https://${host}:${low}/`, host, want: direct }));
  });
  const isListed = entries.some((entry) => holds(entry, stranger.name, stranger.port));
  const url = `https://${stranger.name}:${stranger.port}/`;
  return [...listed, { url, host: stranger.name, want: isListed ? direct : otherwise }];
}

// A host that no spec lists (RFC 2606), unless it lists every host.
const stranger = { name: 'not-listed.invalid' as HostName, port: 443 };

function holds({ destination, ports }: Entry, name: HostName, port: number): boolean {
  const onPort = ports.some(({ low, high }) => low <= port && port <= high);
  return onPort && destinationHolds(destination, { kind: 'name', name });
}

/** One host that the destination holds, as a URL writes it. */
function witnessOf(destination: Destination): string {
  if (destination.kind === 'network') {
    const { family, first } = destination.network;
    const text = formatAddress({ family, value: first });
    return family === 6 ? `[${text}]` : text;
  }
  if (destination.kind === 'host') return formatDestination(destination).replaceAll('*', 'a');
  return 'any.invalid';
}

function refuseSize(size: number, compact: boolean): Refusal {
  const grouped = compact ? '' : 'set the pac option "compact: true", ';
  return {
    rule: 'pac-size',
    message: `the PAC file has ${size} bytes; beyond ${largest} Chromium goes DIRECT for everything without a word`,
    help: `${grouped}name domains with a wildcard instead of their hosts, or choose fewer tiers or groups for this site`,
  };
}

function refuseBroken(what: string): Refusal {
  return {
    rule: 'pac-broken',
    message: `the PAC file ${what}`,
    help: 'this is a mistake of the tool: report it with the spec; nothing was written',
  };
}
