import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected } from '../../kit/reading/not-canonical.ts';
import type { RuleRecord } from './model.ts';

/** Takes the security rules, and the decryption rules if there are any. */
export function takeXmlRules(cursor: Cursor): { security: RuleRecord[]; decryption: RuleRecord[] } {
  const security = takeBase(cursor, 'security');
  const decryption = cursor.sees(/^ {12}<decryption>$/) ? takeBase(cursor, 'decryption') : [];
  return { security, decryption };
}

function takeBase(cursor: Cursor, kind: 'security' | 'decryption'): RuleRecord[] {
  cursor.takeExactly(`            <${kind}>`, '              <rules>');
  const rules: RuleRecord[] = [];
  do rules.push(takeRule(cursor));
  while (!cursor.sees(/^ {14}<\/rules>$/));
  cursor.takeExactly('              </rules>', `            </${kind}>`);
  return rules;
}

// The caller compares the fields, their order and their members with rules.set.
function takeRule(cursor: Cursor): RuleRecord {
  const name = cursor.take(/^ {16}<entry name="([a-z][A-Za-z0-9._-]{0,62})">$/, 'a rule');
  const fields = new Map<string, readonly string[]>();
  let line = 0;
  do {
    const [field, members] = takeField(cursor);
    if (fields.has(field)) cursor.refuse(expected('each field once', `"${field}" twice`));
    if (field === 'action') line = cursor.line;
    fields.set(field, members);
  } while (!cursor.sees(/^ {16}<\/entry>$/));
  cursor.takeExactly('                </entry>');
  return { name, fields, line };
}

const leaf = /^ {18}<([a-z-]+)>([^<>&]+)<\/\1>$/;

function takeField(cursor: Cursor): [string, string[]] {
  if (cursor.sees(leaf)) {
    const [field = '', text = ''] = cursor.takeGroups(leaf, 'a field');
    return [field, [text]];
  }
  const field = cursor.take(/^ {18}<([a-z-]+)>$/, 'a field of the rule');
  const members = takeInside(cursor, field);
  cursor.takeExactly(`                  </${field}>`);
  return [field === 'profile-setting' ? 'profile-setting group' : field, members];
}

function takeInside(cursor: Cursor, field: string): string[] {
  if (field === 'type') {
    cursor.takeExactly('                    <ssl-forward-proxy/>');
    return ['ssl-forward-proxy'];
  }
  if (field !== 'profile-setting') return takeMembers(cursor, 20);
  cursor.takeExactly('                    <group>');
  const members = takeMembers(cursor, 22);
  cursor.takeExactly('                    </group>');
  return members;
}

const member = /^([^<>&]+)<\/member>$/;

function takeMembers(cursor: Cursor, depth: number): string[] {
  const start = `${' '.repeat(depth)}<member>`;
  const members: string[] = [];
  do {
    const [name = ''] = cursor.takeAfter(start, member, 'a member of the field');
    members.push(name);
  } while (cursor.seesAfter(start, member));
  return members;
}
