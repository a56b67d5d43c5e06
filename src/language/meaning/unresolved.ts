import { quote } from '../../characters.ts';
import { HostIndex } from '../../net/host-index.ts';
import { hostCovers } from '../../net/host-set.ts';
import { failure, type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { UnresolvedEntry } from '../document.ts';
import type { DeclinedName, Endpoint, Group, Unresolved } from '../types.ts';
import { child, keyPlace, placeOf } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import { type Decoder, decoderOf, type KeysOf, listOf, oneOf, parsed, required } from './decode.ts';
import { type Definition, fullId } from './definitions.ts';
import { refuse } from './judgement.ts';
import { parseHostPlace } from './places.ts';
import { citation, freeText, shapedText, sourceText } from './values.ts';

const host = parsed(sourceText, (text) => {
  const place = parseHostPlace(text);
  if (place.ok || place.error.rule !== 'host-not-a-name') return place;
  // Elsewhere the fix is another key.
  return failure({
    ...place.error,
    help: 'list host names only, and describe the address in "text"',
  });
});

const declinedName: Decoder<DeclinedName | undefined> = (context, cursor) => {
  const destination = host(context, cursor);
  if (cursor === undefined || destination?.kind !== 'host') return undefined;
  return { written: sourceText(cursor) ?? '', host: destination.host, place: placeOf(cursor) };
};

const readUnresolved = decoderOf({
  id: shapedText,
  kind: required(oneOf(['demanded', 'silent', 'declined']), 'demanded'),
  text: required(freeText, ''),
  names: listOf(declinedName),
  source: citation,
} satisfies KeysOf<UnresolvedEntry>);

/** A need without a known address, or one that the spec declines on purpose. */
export function resolveUnresolved(context: Context, { name, cursor, at }: Definition): Unresolved {
  const names = child(cursor, 'names');
  const isOther = ['demanded', 'silent'].includes(sourceText(child(cursor, 'kind')) ?? '');
  if (names !== undefined && isOther) refuse(context, keyPlace(names), namesRefusal);
  const id = fullId(context.names, 'unresolved item', name);
  return { ...readUnresolved(context, cursor), id, unit: context.unit, place: at };
}

const namesRefusal: Refusal = {
  rule: 'names-not-declined',
  message: '"names" needs "kind: declined"',
  help: 'set "kind: declined" if the document names hosts that the spec does not allow; otherwise remove "names"',
};

/** Refuses (`declined-open`) names that are declined while an endpoint allows them. */
export function openDeclined(
  unresolved: readonly Unresolved[],
  groups: readonly Group[],
): Problem[] {
  const declined = unresolved.flatMap(({ names }) => names);
  if (declined.length === 0) return [];
  const index = hostIndex(groups);
  return declined.flatMap((name) => {
    const open = index
      .covering(name.host)
      .find(
        ({ destination }) => destination.kind === 'host' && hostCovers(destination.host, name.host),
      );
    return open === undefined ? [] : [problemAt(refuseOpen(name, open), name.place)];
  });
}

/** The first endpoint of each host. */
function hostIndex(groups: readonly Group[]): HostIndex<Endpoint> {
  const index = new HostIndex<Endpoint>();
  for (const endpoint of groups.flatMap(({ endpoints }) => endpoints)) {
    const { destination } = endpoint;
    if (destination.kind === 'host') index.getOrAdd(destination.host, () => endpoint);
  }
  return index;
}

function refuseOpen({ written }: DeclinedName, { written: by, place }: Endpoint): Refusal {
  return {
    rule: 'declined-open',
    message: `${quote(written)} is declined, but ${quote(by)} at ${place.file}:${place.line} allows it`,
    help: 'remove the name here, or remove the endpoint',
  };
}
