import { domainToUnicode } from 'node:url';
import { formatHost } from '../../../net/host.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A host with a label in Punycode. */
export const internationalisedHost: SpecRule = {
  id: 'internationalised-host',
  severity: 7.5,
  title: 'an internationalized host name may look like another name',
  why: 'Browsers display a label that begins with xn-- (punycode) as other letters, which may look like a known name.',
  remedy:
    'compare the displayed name with the document letter by letter, and confirm it in an exception',
  check: ({ spec }) =>
    aboutHosts(spec, (host) => {
      const labels = formatHost(host).split('.');
      const encoded = labels.filter((label) => label.startsWith('xn--'));
      if (encoded.length === 0) return [];
      const message = `is displayed as ${encoded.map(shown).join(' and ')}`;
      return [{ message, common: 'is displayed as other letters' }];
    }),
};

/** The label as a browser displays it. A label with a star is not valid Punycode. */
function shown(label: string): string {
  const text = label.includes('*') ? '' : domainToUnicode(label);
  return text === '' || text === label ? 'letters that cannot be decoded' : `"${text}"`;
}
