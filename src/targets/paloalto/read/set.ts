import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected } from '../../kit/reading/not-canonical.ts';
import type { Member, Model, RuleRecord } from './model.ts';
import { begin, beginRule, type Context, type Draft, freeText, siteName } from './set-line.ts';
import {
  takeApplications,
  takeCategory,
  takeClients,
  takeDestination,
  takeServiceGroup,
  takeServices,
} from './set-lists.ts';
import { takeDecryption, takeDeny, takeGuard, takeMoves, takeSecurity } from './set-rules.ts';

const place = `vsys vsys(?!1 )[1-9][0-9]{0,2} |shared |device-group ${siteName.replace('(', '(?:')} `;
const first = new RegExp(`^set ((?:${place})?)tag ([a-z][a-z0-9]{1,7}) comments ${freeText}$`);

/** What rules.set says: also where the first rule goes, of which rules.xml says nothing. */
export type Placed = Model & { readonly position: Member };

/** Reads rules.set; throws a NotCanonicalError at the first line that the tool would not write so. */
export function readSet(cursor: Cursor): Placed {
  const spec = cursor.take(
    /^# ([a-z][a-z0-9-]{0,39}): objects and rules for PAN-OS, written by "portolan generate"; a change here is lost\.$/,
    'the header with the name of the spec',
  );
  cursor.takeExactly(
    '# Paste it in configuration mode, compare the candidate, commit. What an older file made and this one lacks stays until it is deleted by hand.',
  );
  const [at = '', tag = '', comments = ''] = cursor.takeGroups(first, 'the tag with its comments');
  const context = { cursor, at, tag, rulebase: rulebaseOf(at, cursor), draft: emptyDraft() };
  takeClients(context);
  takeServices(context);
  takeRules(context);
  const position = takeMoves(context);
  cursor.end();
  const { rulebase, draft } = context;
  return { spec, place: placeOf(at), rulebase, tag, comments, ...draft, position };
}

function emptyDraft(): Draft {
  return {
    addresses: new Map(),
    services: new Map(),
    addressGroups: [],
    serviceGroups: [],
    applicationGroups: [],
    categories: [],
    security: [],
    decryption: [],
  };
}

function placeOf(at: string): string {
  return at === '' ? 'vsys vsys1' : at.trim().replaceAll('"', '');
}

// A device group has two rulebases; which one is said by the first rule, and every line is held to it.
function rulebaseOf(at: string, cursor: Cursor): string {
  if (at === '' || at.startsWith('vsys')) return 'rulebase';
  const start = `set ${at}post-rulebase `;
  const post = at !== 'shared ' && cursor.left.some((line) => line.startsWith(start));
  return post ? 'post-rulebase' : 'pre-rulebase';
}

/** Takes the allowing rules with their lists, and the refusal of everything else. */
function takeRules(context: Context): void {
  const { cursor, draft } = context;
  const deny = beginRule(context, 'security', `${context.tag}-deny`);
  const move = begin(context, 'move', '');
  const guard = begin(context, 'delete', `address-group ${context.tag}-inner static`);
  while (!cursor.seesAfter(deny, anything) && !cursor.seesAfter(move, anything)) {
    if (cursor.seesAfter(guard, nothing)) draft.security.push(takeGuard(context));
    else takeRule(context);
  }
  if (!draft.security.some(isAllow)) cursor.refuse('no rule allows anything');
  if (cursor.seesAfter(deny, anything)) draft.security.push(takeDeny(context));
}

const anything = /^/;
const nothing = /^$/;

function isAllow({ fields }: RuleRecord): boolean {
  return fields.get('action')?.[0] === 'allow';
}

function takeRule(context: Context): void {
  const { cursor, draft } = context;
  const category = takeCategory(context);
  const group = category === undefined ? takeDestination(context) : undefined;
  const own = takeServiceGroup(context);
  const list = category ?? group ?? own;
  if (list !== own) cursor.refuse(expected(`the list ${list}`, own));
  if (draft.security.some((rule) => rule.name === own)) cursor.refuse('a rule stands twice');
  const application = takeApplications(context, own) ? own : 'any';
  const wanted = { destination: group ?? 'any', application, category };
  const rule = takeSecurity(context, own, wanted);
  draft.security.push(rule);
  const decryption = begin(context, 'set', `${context.rulebase} decryption rules `);
  if (cursor.seesAfter(decryption, anything))
    draft.decryption.push(takeDecryption(context, rule, wanted));
}
