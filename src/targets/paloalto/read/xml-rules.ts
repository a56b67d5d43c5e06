import type { Lines } from '../../kit/reading/cursor.ts';
import type { RuleRecord } from './model.ts';

/** Takes the security rules, and the decryption rules where there are any. */
export function takeXmlRules(lines: Lines): { security: RuleRecord[]; decryption: RuleRecord[] } {
  const security = takeBase(lines, 'security');
  const decryption = lines.sees(/^ {12}<decryption>$/) ? takeBase(lines, 'decryption') : [];
  return { security, decryption };
}

function takeBase(lines: Lines, kind: 'security' | 'decryption'): RuleRecord[] {
  lines.takeExactly(`            <${kind}>`, '              <rules>');
  const rules: RuleRecord[] = [];
  do rules.push(takeRule(lines));
  while (!lines.sees(/^ {14}<\/rules>$/));
  lines.takeExactly('              </rules>', `            </${kind}>`);
  return rules;
}

// Which fields a rule has, in which order and with what in them, is held against rules.set.
function takeRule(lines: Lines): RuleRecord {
  const [name = ''] = lines.takeGroups(
    /^ {16}<entry name="([a-z][A-Za-z0-9._-]{0,62})">$/,
    'a rule',
  );
  const fields = new Map<string, readonly string[]>();
  let line = 0;
  do {
    const [field, members] = takeField(lines);
    if (fields.has(field)) lines.refuse('a field stands twice');
    if (field === 'action') line = lines.number;
    fields.set(field, members);
  } while (!lines.sees(/^ {16}<\/entry>$/));
  lines.takeExactly('                </entry>');
  return { name, fields, line };
}

const leaf = /^ {18}<([a-z-]+)>([^<>&]+)<\/\1>$/;

function takeField(lines: Lines): [string, string[]] {
  if (lines.sees(leaf)) {
    const [field = '', text = ''] = lines.takeGroups(leaf, 'a field');
    return [field, [text]];
  }
  const [field = ''] = lines.takeGroups(/^ {18}<([a-z-]+)>$/, 'a field of the rule');
  const members = takeInside(lines, field);
  lines.takeExactly(`                  </${field}>`);
  return [field === 'profile-setting' ? 'profile-setting group' : field, members];
}

function takeInside(lines: Lines, field: string): string[] {
  if (field === 'type') {
    lines.takeExactly('                    <ssl-forward-proxy/>');
    return ['ssl-forward-proxy'];
  }
  if (field !== 'profile-setting') return takeMembers(lines, 20);
  lines.takeExactly('                    <group>');
  const members = takeMembers(lines, 22);
  lines.takeExactly('                    </group>');
  return members;
}

const member = /^([^<>&]+)<\/member>$/;

function takeMembers(lines: Lines, depth: number): string[] {
  const start = `${' '.repeat(depth)}<member>`;
  const members: string[] = [];
  do {
    const [name = ''] = lines.takeAfter(start, member, 'a member of the field');
    members.push(name);
  } while (lines.seesAfter(start, member));
  return members;
}
