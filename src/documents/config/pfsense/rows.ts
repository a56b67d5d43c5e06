import type { Network } from '../../../net/network.ts';
import type { PortRange } from '../../../net/port.ts';
import { failure, type Result, success } from '../../../problem.ts';
import type { DocumentRow, DocumentSection, Labels, RowVerdict } from '../../document.ts';
import { rowOf, unresolved } from '../../kit/rows.ts';
import { slugOf, wholeDocument } from '../../kit/section.ts';
import { plainWords } from '../../kit/words.ts';
import { repeatedElement } from '../refusals.ts';
import type { Blocks } from '../rules/blocks.ts';
import { isPlainAddress, judgePlain } from '../rules/destination.ts';
import type { Aliases } from './aliases.ts';
import { type Around, isOutward, narrowedBy } from './narrowed.ts';
import { portsOf, type Rule } from './rule.ts';

/** The rows of a rule; `above` are the rules that may deny before it. */
export function rowsOf(
  rule: Rule,
  aliases: Aliases,
  around: Around,
  above: readonly Blocks[],
): readonly DocumentRow[] {
  const words = wordsOf(rule);
  const place = { section: sectionOf(rule, aliases), labels: labelsOf(rule) };
  const line = rule.element.line;
  const whole = (verdict: RowVerdict) => [rowOf(line, words, verdict, place)];
  if (rule.isAmbiguous) return whole(unresolved(repeatedElement));
  if (rule.type === 'block' || rule.type === 'reject')
    return whole({ kind: 'declined', reason: 'the rule denies' });
  if (rule.type !== 'pass') return whole(unresolved('the rule does not say that it passes'));
  const isOutside = rule.interfaces.some((name) => around.outside.has(name));
  if (isOutside && isOutward(rule))
    return whole(unresolved('it is a floating rule, and judges connections that leave there'));
  if (isOutside) return whole({ kind: 'declined', reason: 'it judges connections from outside' });
  const reason = narrowedBy(rule, around);
  if (reason !== undefined) return whole(unresolved(reason));
  const ports = portsOf(rule, aliases);
  if (!ports.ok) return whole(unresolved(ports.error));
  const destinations = destinationsOf(rule, aliases);
  if (!destinations.ok) return whole(unresolved(destinations.error));
  return destinations.value.map((text) => {
    const verdict = verdictOf(text, ports.value, rule.families, above);
    return rowOf(line, `${words}: ${text}`, verdict, place);
  });
}

function wordsOf({ type, interfaces, protocol, destination }: Rule): string {
  const { isAny, network, address, port } = destination;
  const to = `${destination.isNegated ? 'not ' : ''}${isAny ? 'any' : address || network}`;
  const on = interfaces.length === 0 ? '' : ` on ${interfaces.join(', ')}`;
  return `${type || 'rule'}${on} to ${to}, ${protocol || 'any protocol'} ${port}`.trim();
}

/** An alias is a section, and so are the rules of an interface without one. */
function sectionOf({ destination, interfaces }: Rule, aliases: Aliases): DocumentSection {
  const alias = aliases.find(destination.address);
  const title = alias?.name ?? interfaces.join(', ');
  const citation = alias === undefined ? `rules of ${title}` : `alias ${title}`;
  return {
    ...wholeDocument,
    key: slugOf(title),
    title: plainWords(title) || undefined,
    citation: plainWords(citation),
  };
}

function labelsOf({ interfaces, destination, protocol, families }: Rule): Labels {
  return new Map([
    ['interface', interfaces.map((name) => plainWords(name))],
    ['alias', [plainWords(destination.address)].filter((name) => name !== '')],
    ['family', [plainWords(families)]],
    ['protocol', [plainWords(protocol)].filter((name) => name !== '')],
  ]);
}

/** The names, addresses and networks that a rule allows, or why they are not to be told. */
export function destinationsOf(
  { destination }: Rule,
  aliases: Aliases,
): Result<readonly string[], string> {
  const { isAny, network, address } = destination;
  if (isAny) return failure('it allows any destination');
  if (network === '(self)') return failure('its destination is the firewall itself');
  if (network !== '') return failure("its destination is one of the firewall's own networks");
  if (address === '') return failure('it names no destination');
  // The firewall skips a rule that names an alias that is missing, or a host.
  return aliases.find(address) === undefined && isPlainAddress(address)
    ? success([address])
    : aliases.destinations.of(address);
}

function verdictOf(
  text: string,
  ports: readonly PortRange[],
  families: string,
  above: readonly Blocks[],
): RowVerdict {
  const verdict = judgePlain(text, ports);
  if (verdict.kind !== 'facts') return verdict;
  for (const { destination } of verdict.facts) {
    if (destination.kind === 'network' && !isOfFamily(destination.network, families))
      return unresolved('the rule allows the other address family');
    if (above.some((blocks) => blocks.meets(destination, ports)))
      return unresolved('a rule above it denies, and may decide before it');
  }
  return verdict;
}

function isOfFamily({ family }: Network, families: string): boolean {
  return families === 'inet46' || families === (family === 4 ? 'inet' : 'inet6');
}
