import type { WantedElements } from '../../../xml.ts';

const interfaces = [
  'lan',
  'wan',
  ...Array.from({ length: 1000 }, (_, index) => `opt${index + 1}`),
] as const;

const ofInterface: WantedElements = { gateway: 'all', ipaddr: 'all' };

/** The elements of a config.xml that are read. All others are dropped: certificates, users, keys. */
export const pfsenseElements: WantedElements = {
  aliases: { alias: { name: 'all', type: 'all', address: 'all' } },
  filter: { rule: 'all' },
  interfaces: Object.fromEntries(interfaces.map((name) => [name, ofInterface])),
};

/** Whether a name is that of one interface, and not of a group or a tunnel. */
export function isInterface(name: string): boolean {
  return /^(?:lan|wan|opt[1-9]\d{0,2})$/.test(name);
}
