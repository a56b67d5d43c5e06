import { domainToUnicode } from 'node:url';
import { formatHost } from '../../../net/host.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host with a label in Punycode. */
export const internationalisedHost: SpecRule = {
  id: 'internationalised-host',
  severity: 7.5,
  title: 'a host that shows as something else than it is written',
  why: 'A label that begins with xn-- shows as letters that may look like those of a known name.',
  remedy:
    'compare the name with the document, letter by letter, and say in an exception that it is meant',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const labels = formatHost(host).split('.');
      const encoded = labels.filter((label) => label.startsWith('xn--'));
      return encoded.length === 0 ? [] : [`shows as ${encoded.map(shown).join(' and ')}`];
    }),
};

/** The label as a browser shows it; a star makes it no Punycode. */
function shown(label: string): string {
  const text = label.includes('*') ? '' : domainToUnicode(label);
  return text === '' || text === label ? 'letters that cannot be told' : `"${text}"`;
}
