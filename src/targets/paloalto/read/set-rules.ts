import { expected } from '../../kit/reading/not-canonical.ts';
import type { Member, RuleRecord } from './model.ts';
import { Fields } from './set-fields.ts';
import { begin, beginRule, type Context, freeText, name, siteName } from './set-line.ts';
import { takeInner } from './set-lists.ts';

/** The fields that follow from the lists before a rule. */
export type Wanted = {
  readonly destination: string;
  readonly application: string;
  readonly service: string;
  readonly category: string | undefined;
};

// A rule that allows names its zones: "any" would allow every egress zone.
const zone = new RegExp(`^(?!any$)${siteName}$`);
const named = new RegExp(`^${siteName}$`);
const text = new RegExp(`^${freeText}$`);
const position = new RegExp(`^(top|bottom|(?:before|after) ${siteName})$`);
const top = /^top$/;
const switchedOff = new RegExp(`^${name} disabled yes$`);

/** Takes a rule that allows: first it is disabled, then each field in order, last it is enabled. */
export function takeSecurity(context: Context, own: string, wanted: Wanted): RuleRecord {
  const fields = new Fields(context.cursor, beginRule(context, 'security', own));
  fields.step('disabled', 'yes');
  takeStart(context, fields, wanted);
  fields.exactly('application', wanted.application);
  fields.exactly('service', wanted.service);
  if (wanted.category !== undefined) fields.exactly('category', wanted.category);
  fields.exactly('action', 'allow');
  const line = context.cursor.line;
  fields.perhaps('log-setting', named);
  fields.perhaps('profile-setting group', named);
  takeEnd(context, fields);
  return { name: own, fields: fields.found, line };
}

/** Takes the No Decrypt rule for the same traffic; its zones are those of the security rule. */
export function takeDecryption(context: Context, rule: RuleRecord, wanted: Wanted): RuleRecord {
  const start = begin(context, 'set', `${context.rulebase} decryption rules `);
  // A long name is cut and ends in a hash, which the reader does not check.
  const [own = ''] = context.cursor.takeAfter(start, switchedOff, 'a decryption rule');
  const fields = new Fields(context.cursor, `${start}${own} `);
  takeStart(context, fields, wanted);
  fields.exactly('service', rule.name);
  if (wanted.category !== undefined) fields.exactly('category', wanted.category);
  fields.exactly('type', 'ssl-forward-proxy');
  fields.exactly('action', 'no-decrypt');
  const line = context.cursor.line;
  takeEnd(context, fields);
  const same = ['from', 'to', 'description'].every(
    (field) => String(fields.found.get(field)) === String(rule.fields.get(field)),
  );
  if (context.draft.decryption.some((other) => other.name === own))
    context.cursor.refuse(expected('each rule once', `"${own}" twice`));
  if (!same)
    context.cursor.refuse(
      expected('the zones and the description of the security rule', 'different ones'),
    );
  return { name: own, fields: fields.found, line };
}

/** Takes the rule that denies everything else. */
export function takeDeny(context: Context): RuleRecord {
  return takeDenial(context, `${context.tag}-deny`, 'any', 'all other traffic of these clients');
}

/** Takes the rule that denies the inner networks, with their group. */
export function takeGuard(context: Context): RuleRecord {
  const own = takeInner(context);
  if (context.draft.security.some((rule) => rule.name === own))
    context.cursor.refuse(expected('each rule once', `"${own}" twice`));
  const text = 'the inner networks of the site, which no listed name may point to';
  return takeDenial(context, own, own, text);
}

function takeDenial(
  context: Context,
  own: string,
  destination: string,
  description: string,
): RuleRecord {
  const fields = new Fields(context.cursor, beginRule(context, 'security', own));
  fields.step('disabled', 'yes');
  fields.one('from', zone);
  fields.exactly('to', 'any');
  fields.exactly('source', `${context.tag}-clients`);
  fields.exactly('destination', destination);
  for (const field of ['application', 'service']) fields.exactly(field, 'any');
  fields.exactly('action', 'deny');
  const line = context.cursor.line;
  fields.perhaps('log-setting', named);
  fields.quoted('description', description);
  fields.exactly('tag', context.tag);
  fields.exactly('disabled', 'no');
  return { name: own, fields: fields.found, line };
}

/** Takes the moves: the first rule to the site's position, each other rule after the previous one. Returns the position. */
export function takeMoves(context: Context): Member {
  let first: Member = { text: '', line: 1 };
  for (const kind of ['security', 'decryption'] as const) {
    for (const [index, rule] of context.draft[kind].entries()) {
      const start = begin(context, 'move', `${context.rulebase} ${kind} rules ${rule.name} `);
      const before = context.draft[kind][index - 1];
      if (before !== undefined) context.cursor.takeExactly(`${start}after ${before.name}`);
      else if (kind === 'decryption')
        context.cursor.takeAfter(start, top, 'the position of the first rule');
      else {
        const [text = ''] = context.cursor.takeAfter(
          start,
          position,
          'the position of the first rule',
        );
        first = { text: text.replaceAll('"', ''), line: context.cursor.line };
      }
    }
  }
  return first;
}

function takeStart({ tag }: Context, fields: Fields, wanted: Wanted): void {
  fields.one('from', zone);
  fields.some('to', zone);
  fields.exactly('source', `${tag}-clients`);
  fields.exactly('destination', wanted.destination);
}

function takeEnd({ tag }: Context, fields: Fields): void {
  fields.one('description', text);
  fields.exactly('tag', tag);
  fields.exactly('disabled', 'no');
}
