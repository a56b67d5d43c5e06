import { hostOwner } from '../../../net/host.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import { hasKnownTopLevel } from '../kit/public-suffix.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host below a top-level domain that the public DNS does not have. */
export const unknownTld: SpecRule = {
  id: 'unknown-tld',
  severity: 4,
  title: 'a host is below no known top-level domain',
  why: 'No public resolver knows such a name: it is mistyped, the rest of a list that was cut off, or a name of the inside, and no set of addresses is ever filled for it.',
  remedy:
    'correct the name, or say in an exception which resolver answers it or which registry is new',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const name = hostOwner(host);
      const last = name.slice(name.lastIndexOf('.') + 1);
      if (placeholders.has(last)) return [];
      const special = specialUse.get(last);
      if (special !== undefined) return [`ends in .${last}, ${special}`];
      return hasKnownTopLevel(name) ? [] : [`ends in .${last}, which is no top-level domain`];
    }),
};

/** RFC 2606 keeps them for documentation and tests: their author intends a host that does not exist. */
const placeholders: ReadonlySet<string> = new Set(['example', 'test']);

/** RFC 6761 and its registry, and the name that ICANN leaves to the inside: no public resolver answers these. */
const specialUse: ReadonlyMap<string, string> = new Map([
  ['alt', 'which is kept free of DNS'],
  ['internal', "which only a site's own resolver answers"],
  ['invalid', 'which is reserved, so that it never exists'],
  ['local', 'which multicast DNS answers, not the resolvers'],
  ['localhost', 'which is the client itself'],
  ['onion', 'which Tor answers, not the resolvers'],
]);
