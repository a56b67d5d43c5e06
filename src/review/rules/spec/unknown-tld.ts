import { hostOwner } from '../../../net/host.ts';
import { hasKnownTopLevel } from '../../../net/public-suffix.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host below a top-level domain that the public DNS does not have. */
export const unknownTld: SpecRule = {
  id: 'unknown-tld',
  severity: 4,
  title: 'a host has an unknown top-level domain',
  why: 'Public resolvers do not know such a name. It may be mistyped, cut off or internal, and its address set stays empty.',
  remedy: 'correct the name, or add an exception that names the resolver or the new registry',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const name = hostOwner(host);
      const last = name.slice(name.lastIndexOf('.') + 1);
      if (placeholders.has(last)) return [];
      const special = specialUse.get(last);
      if (special !== undefined) return [`ends in .${last}, ${special}`];
      return hasKnownTopLevel(name) ? [] : [`ends in .${last}, which is not a top-level domain`];
    }),
};

/** RFC 2606 reserves these for documentation and tests, so the author means a host that does not exist. */
const placeholders: ReadonlySet<string> = new Set(['example', 'test']);

/** From RFC 6761 and its registry, and the name that ICANN reserves for internal use. No public resolver answers these. */
const specialUse: ReadonlyMap<string, string> = new Map([
  ['alt', 'which is reserved for systems without DNS'],
  ['internal', "which only a site's own resolver answers"],
  ['invalid', 'which is reserved and never exists'],
  ['local', 'which multicast DNS answers, not the resolvers'],
  ['localhost', 'which is the client itself'],
  ['onion', 'which Tor answers, not the resolvers'],
]);
