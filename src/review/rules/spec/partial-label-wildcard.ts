import { formatHost, type Host, parseHost } from '../../../net/host.ts';
import { aboutHosts } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A pattern that begins with a star before letters: vendors mean every depth by it, and here it is one label. */
export const partialLabelWildcard: SpecRule = {
  id: 'partial-label-wildcard',
  severity: 4,
  title: 'a star before letters takes one label only',
  why: 'Vendors print "*s3.example.com" and mean bucket.s3.example.com too. Here a star in a label stays in that label, so names below stay shut.',
  remedy:
    'where names below are meant, write two endpoints in its place: "*." before the name, and the name alone; else say in an exception that one label is meant',
  check: ({ spec }) => aboutHosts(spec, messages),
};

/** `*-files.example.com` is none: no name below could begin with the hyphen. */
const begins = /^\*(?=[a-z0-9_])/;

function messages(host: Host): string[] {
  if (host.kind !== 'pattern') return [];
  const text = formatHost(host);
  const name = text.replace(begins, '');
  if (name === text) return [];
  const shut = `takes one label at its star, so that names below ${name} stay shut`;
  const fix = [`*.${name}`, name];
  return [
    fix.every((line) => parseHost(line).ok) ? `${shut}; "${fix.join('" and "')}" open them` : shut,
  ];
}
