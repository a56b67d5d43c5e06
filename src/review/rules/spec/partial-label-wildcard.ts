import { formatHost, type Host } from '../../../net/host.ts';
import { parseHost } from '../../../net/host-text.ts';
import { aboutHosts, type Message } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A pattern that begins with a star before letters. Vendors mean every depth by it; in a spec it matches one label. */
export const partialLabelWildcard: SpecRule = {
  id: 'partial-label-wildcard',
  severity: 4,
  title: 'a star before letters matches one label only',
  why: 'Vendors print "*s3.example.com" and also mean bucket.s3.example.com. In a spec, a star inside a label matches only that label, so subdomains are not allowed.',
  remedy:
    'if subdomains are meant, replace it with two endpoints: "*." before the name, and the name alone. If one label is meant, add an exception',
  check: ({ spec }) => aboutHosts(spec, messages),
};

/** Does not match `*-files.example.com`, because no subdomain could begin with the hyphen. */
const begins = /^\*(?=[a-z0-9_])/;

function messages(host: Host): Message[] {
  if (host.kind !== 'pattern') return [];
  const text = formatHost(host);
  const name = text.replace(begins, '');
  if (name === text) return [];
  const limit = `matches one label at its star, so subdomains of ${name} are not allowed`;
  const fix = [`*.${name}`, name];
  const isValid = fix.every((line) => parseHost(line).ok);
  const message = isValid ? `${limit}; "${fix.join('" and "')}" allow them` : limit;
  return [{ message, common: 'matches one label at its star, so subdomains are not allowed' }];
}
