import { childOf, type XmlElement } from '../../../xml.ts';
import { namesOf } from './rule.ts';

/** What says nothing about which connections a rule allows. */
const harmless = new Set(
  'from to source destination application service category action description tag group-tag log-start log-end log-setting profile-setting option qos disabled negate-source negate-destination rule-type icmp-unreachable'.split(
    ' ',
  ),
);

const reasons: ReadonlyMap<string, string> = new Map([
  ['schedule', 'it allows only at the times of a schedule'],
  ['source-user', 'it allows only some users'],
  ['hip-profiles', 'it allows only devices of some state'],
  ['source-hip', 'it allows only devices of some state'],
  ['destination-hip', 'it allows only devices of some state'],
  ['target', 'it applies only to some firewalls'],
]);

/** Why a rule that allows is narrower than its destinations and ports say; undefined if it is not. */
export function narrowedBy(rule: XmlElement, isGenerated: boolean): string | undefined {
  if (isYes(rule, 'disabled')) return 'the rule is switched off';
  if (isYes(rule, 'negate-source')) return 'it allows all clients but its source';
  if (isYes(rule, 'negate-destination')) return 'it allows all but its destination';
  if (childOf(rule, 'rule-type')?.text === 'intrazone')
    return 'it allows only connections within a zone';
  const other = rule.children.find((child) => !harmless.has(child.name) && isLimiting(child));
  if (other !== undefined)
    return reasons.get(other.name) ?? 'it has a setting that Portolan does not read';
  const sources = namesOf(rule, 'source');
  const isClients = isGenerated && sources?.length === 1 && sources[0]?.endsWith('-clients');
  return sources === undefined || isClients === true ? undefined : 'it allows only some clients';
}

/** Whether an element has another value than any, none and no. */
function isLimiting({ text, children }: XmlElement): boolean {
  if (children.length === 0) return text !== '' && text !== 'no';
  return !children.every(
    (child) => child.name === 'member' && child.children.length === 0 && child.text === 'any',
  );
}

export function isYes(rule: XmlElement, field: string): boolean {
  return childOf(rule, field)?.text === 'yes';
}
