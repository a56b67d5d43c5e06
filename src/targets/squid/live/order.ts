import { intersectNetworks, type Network } from '../../../net/network.ts';
import type { LiveStatement } from '../../device.ts';
import { about } from '../../kit/reading/live-statement.ts';
import { type Acls, askingAt, coversClients, keyOf, ruleOf } from './acls.ts';
import type { Directive } from './directives.ts';

/** How lines of others decide before the site's own lines. */
export type OrderReading = {
  readonly differences: readonly LiveStatement[];
  readonly notes: readonly LiveStatement[];
  /** http_access lines of others that allow without a login, before those of the site. */
  readonly allowing: readonly Directive[];
  /** Does a line of others deny everything, or ask all clients for a login, before the site's? */
  readonly isDenied: boolean;
};

/** Directives in which the first line that matches decides; the word after some of them names a service or a pool. */
const decided = new Set([
  'ssl_bump',
  'adaptation_access',
  'url_rewrite_access',
  'store_id_access',
  'cache',
  'always_direct',
  'delay_access',
]);

/** What is known of the acls, and the clients of the site in its file. */
export type OrderGround = { readonly acls: Acls; readonly clients: readonly Network[] };

/** Compares the order of the site's lines with lines of others, which would decide before them. */
export function compareOrder(
  directives: readonly Directive[],
  own: ReadonlySet<Directive>,
  { acls, clients }: OrderGround,
): OrderReading {
  const firstOwn = new Map<string, Directive>();
  for (const directive of own) {
    const list = listOf(directive);
    if (list !== undefined && !firstOwn.has(list)) firstOwn.set(list, directive);
  }
  const before = linesBefore(directives, own, firstOwn);
  const access = before.filter(({ words }) => words[0] === 'http_access');
  const covers = (names: readonly string[]) =>
    names.every((name) => coversClients(acls, name, clients));
  const asks = (line: Directive) => namesOf(line).some((name) => askingAt(acls, name) !== 'never');
  const closing = access.filter(
    (line) => asksAll(namesOf(line), acls, covers) || (isDenial(line) && covers(namesOf(line))),
  );
  const closed = new Set(closing);
  const others = access.filter((line) => !closed.has(line));
  return {
    differences: [
      ...closing.map((line) =>
        about(line, 'this line denies or asks for a login before the lines of the site'),
      ),
      ...before
        .filter((line) => decidesOtherwise(line, firstOwn))
        .map((line) => about(line, 'this line decides before the lines of the site')),
    ],
    notes: others.flatMap((line) => {
      if (asks(line))
        return [about(line, 'this line may ask for a login before the lines of the site')];
      if (!isDenial(line)) return [];
      return [about(line, 'this line denies before the lines of the site')];
    }),
    allowing: access.filter(
      (line) =>
        line.words[1] === 'allow' &&
        !namesOf(line).some((name) => askingAt(acls, name) === 'always'),
    ),
    isDenied: closing.length > 0,
  };
}

function isDenial({ words }: Directive): boolean {
  return words[1] === 'deny' && !isUsual(words);
}

/** The acls of an http_access line. */
function namesOf({ words }: Directive): readonly string[] {
  return words.slice(2);
}

/** Does the line ask all clients for a login? Squid asks when it comes to such an acl, also in a line that allows. */
function asksAll(
  names: readonly string[],
  acls: Acls,
  covers: (names: readonly string[]) => boolean,
): boolean {
  const at = names.findIndex((name) => askingAt(acls, name) === 'always');
  return at >= 0 && covers(names.slice(0, at));
}

/** Can the line match a request of these clients? */
export function isFor(clients: readonly Network[], line: Directive, acls: Acls): boolean {
  const { sources } = ruleOf(line, acls);
  return sources === undefined || intersectNetworks(sources, clients).length > 0;
}

/** The list that a line belongs to: its directive, with the service or the pool. */
function listOf({ words }: Directive): string | undefined {
  const [command = '', second = ''] = words;
  if (command === 'http_access') return command;
  if (!decided.has(command)) return undefined;
  const isNamed = command === 'adaptation_access' || command === 'delay_access';
  return isNamed ? `${command} ${second}` : command;
}

/** Lines of others before the first line of the site in the same list. */
function linesBefore(
  directives: readonly Directive[],
  own: ReadonlySet<Directive>,
  firstOwn: ReadonlyMap<string, Directive>,
): Directive[] {
  const reached = new Set<string>();
  return directives.filter((directive) => {
    const list = listOf(directive);
    if (list === undefined || !firstOwn.has(list)) return false;
    if (firstOwn.get(list) === directive) reached.add(list);
    return !own.has(directive) && !reached.has(list);
  });
}

function decidesOtherwise(line: Directive, firstOwn: ReadonlyMap<string, Directive>): boolean {
  const list = listOf(line);
  if (list === undefined || list === 'http_access') return false;
  return actionOf(line) !== actionOf(firstOwn.get(list));
}

function actionOf(line: Directive | undefined): string | undefined {
  const isNamed = line?.words[0] === 'adaptation_access' || line?.words[0] === 'delay_access';
  return line?.words[isNamed ? 2 : 1];
}

// Every configuration denies other ports, and requests to itself, before all else.
const usual = new Set([
  '!safe_ports',
  'connect',
  '!ssl_ports',
  'manager',
  '!localhost',
  'to_localhost',
  'to_linklocal',
]);

function isUsual(words: readonly string[]): boolean {
  return words.length > 2 && words.slice(2).every((name) => usual.has(keyOf(name)));
}
