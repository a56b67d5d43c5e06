import type { LiveItem } from '../../../kit/reading/live-order.ts';
import type { OutputPlace } from '../../../reading.ts';
import type { LiveFilterRule } from './config.ts';

// Who saved a rule and when, its number, and how its states are kept: nothing that the rule decides.
const ignored = new Set([
  'id',
  'tracker',
  'created',
  'created/time',
  'created/username',
  'updated',
  'updated/time',
  'updated/username',
  'statepolicy',
]);

// The page that saves a rule writes these without a value. An empty field of another name may be a switch.
const emptyByHabit = new Set([
  'tag',
  'tagged',
  'max',
  'max-src-nodes',
  'max-src-conn',
  'max-src-states',
  'max-src-conn-rate',
  'max-src-conn-rates',
  'statetimeout',
  'statetype',
  'os',
  'gateway',
  'sched',
  'dscp',
  'vlanprio',
  'vlanprioset',
  'ackqueue',
  'defaultqueue',
  'dnpipe',
  'pdnpipe',
  'icmptype',
  'protocol',
  'tcpflags1',
  'tcpflags2',
  'associated-rule-id',
]);

/** The fields of a rule that count. */
export function countedFields({ fields }: LiveFilterRule): Map<string, string> {
  return new Map([...fields].filter(([name, text]) => !isIgnored(name, text)));
}

function isIgnored(name: string, text: string): boolean {
  if (ignored.has(name)) return true;
  if (name === 'statetype' && text === 'keep state') return true;
  return text === '' && emptyByHabit.has(name);
}

/** A rule of the site: both its description and its source say so. A tracking ID does not. */
export function isOwnRule({ fields }: LiveFilterRule, prefix: string): boolean {
  return (
    fields.get('descr')?.startsWith(`${prefix}: `) === true &&
    fields.get('source/address') === `${prefix}_clients`
  );
}

/** A rule as an object of a list. Its description, destination and ports name it. */
export function ruleItem(file: string, rule: LiveFilterRule): LiveItem {
  const fields = countedFields(rule);
  const names = ['descr', 'protocol', ...[...fields.keys()].filter(isDestination)];
  const key = names.map((name) => `${name}=${fields.get(name) ?? ''}`).join('\n');
  return { key, fields, at: placeOf(file, rule), text: ruleText(rule) };
}

function isDestination(name: string): boolean {
  return name.startsWith('destination/');
}

export function placeOf(file: string, { line }: { readonly line: number }): OutputPlace {
  return { file, line };
}

/** A rule in one line: `pass lan inet tcp from spt_clients to spt_web_https_h port 443 "spt: web/https"`. */
export function ruleText({ fields }: LiveFilterRule): string {
  const words = [
    fields.has('disabled') ? 'disabled' : '',
    fields.get('type') ?? '',
    fields.get('interface') ?? '',
    fields.get('ipprotocol') ?? '',
    fields.get('protocol') ?? '',
    `from ${sideText(fields, 'source')}`,
    `to ${sideText(fields, 'destination')}`,
  ];
  const descr = fields.get('descr') ?? '';
  return [...words.filter((word) => word !== ''), ...(descr === '' ? [] : [`"${descr}"`])].join(
    ' ',
  );
}

function sideText(fields: LiveFilterRule['fields'], side: 'source' | 'destination'): string {
  const not = fields.has(`${side}/not`) ? '!' : '';
  const value = fields.get(`${side}/address`) ?? fields.get(`${side}/network`) ?? 'any';
  const port = fields.get(`${side}/port`) ?? '';
  return `${not}${value}${port === '' ? '' : ` port ${port}`}`;
}

/** Does a rule of this type deny? */
export function isDenial(type: string | undefined): boolean {
  return type === 'block' || type === 'reject';
}
