import type { TemplateViews } from '../../../compiled/templates.js';
import { absent } from '../kit/writing/encode.ts';
import {
  encodeAddress,
  encodeAfter,
  encodeKeyword,
  encodeName,
  encodePlace,
  encodePort,
  encodePosition,
  encodeRulebase,
  encodeSiteName,
  encodeSlug,
  encodeText,
  encodeTransport,
  encodeUrl,
  type Name,
  type Position,
  type SetName,
} from './encode.ts';
import type { Part } from './plan.ts';
import type { AddressObject } from './plan-match.ts';
import {
  applicationsOf,
  type Context,
  clientObjects,
  descriptionOf,
  entriesOf,
  fieldsOf,
  guardFields,
  guardText,
  inOrder,
  longestText,
  objectsOf,
  portsOf,
} from './view-fields.ts';

type SetView = TemplateViews['paloalto/rules.set'];
type RuleView = SetView['rules'][number];

/** The data of rules.set. */
export function setView(context: Context): SetView {
  const { policy, options, names } = context;
  const clientsGroup = encodeName(names.clients);
  const addressView = addressViews(context);
  return {
    spec: encodeSlug(policy.spec.name),
    at: encodePlace(options.location),
    rulebase: encodeRulebase(options.location),
    tag: encodeName(names.tag),
    comments: encodeText(`${policy.spec.title} (${policy.spec.name})`, longestText),
    clientsGroup,
    clients: clientObjects(context).map((object) => addressView(object, clientsGroup)),
    services: portsOf(context).map((range) => ({
      at: encodePlace(options.location),
      name: encodeName(names.service(range)),
      transport: encodeTransport(range),
      port: encodePort(range),
    })),
    rules: inOrder(
      context,
      (part) => ruleView(context, part, addressView),
      () => guardView(context, addressView),
    ),
    closed: policy.site.enforce === 'closed',
    deny: encodeName(names.deny),
    from: encodeSiteName(options.from),
    logSetting: optional(options.logSetting),
    moves: movesOf(context),
  };
}

function ruleView(context: Context, part: Part, addressView: AddressViews): RuleView {
  const { options, names } = context;
  const fields = fieldsOf(context, part);
  const { name, category } = fields;
  const at = encodePlace(options.location);
  const rulebase = encodeRulebase(options.location);
  const applications = applicationsOf(part);
  const objects = objectsOf(part);
  const raw: Name = part.noDecrypt ? encodeName(names.raw(part)) : absent();
  return {
    ...fields,
    at,
    rulebase,
    urls: entriesOf(part).map((entry) => ({ at, category, url: encodeUrl(entry) })),
    addressGroup: objects.length > 0 ? name : absent(),
    addresses: objects.map((object) => addressView(object, name)),
    serviceGroup: part.slot.services.length > 0 ? name : absent(),
    members: part.slot.services.map((range) => ({
      at,
      group: name,
      name: encodeName(names.service(range)),
    })),
    applicationGroup: applications.length > 0 ? name : absent(),
    applications: applications.map((application) => ({ at, group: name, application })),
    from: encodeSiteName(options.from),
    zones: part.zones.map((zone) => ({ at, rulebase, name, raw, zone: encodeSiteName(zone) })),
    logSetting: optional(options.logSetting),
    profileGroup: optional(options.profileGroup),
    description: encodeText(descriptionOf(part), longestText),
    tag: encodeName(names.tag),
    raw,
  };
}

function guardView(context: Context, addressView: AddressViews): RuleView {
  const { options, names } = context;
  const fields = guardFields(context);
  const { name } = fields;
  const at = encodePlace(options.location);
  const rulebase = encodeRulebase(options.location);
  return {
    ...fields,
    at,
    rulebase,
    urls: [],
    addressGroup: name,
    addresses: context.guard.map((object) => addressView(object, name)),
    serviceGroup: absent(),
    members: [],
    applicationGroup: absent(),
    applications: [],
    from: encodeSiteName(options.from),
    zones: [{ at, rulebase, name, raw: absent(), zone: encodeSiteName('any') }],
    logSetting: optional(options.logSetting),
    profileGroup: absent(),
    description: encodeText(guardText, longestText),
    tag: encodeName(names.tag),
    raw: absent(),
  };
}

type AddressViews = (object: AddressObject, group: Name) => RuleView['addresses'][number];

// An address object precedes its first use in a list, so an additional host changes one part of the file.
function addressViews({ options, names }: Context): AddressViews {
  const known = new Set<string>();
  return (object, group) => {
    const name = encodeName(names.address(object));
    const isNew = !known.has(name);
    known.add(name);
    const said = isNew
      ? encodeAddress(object)
      : { kind: absent<'paloalto-address-kind'>(), value: absent<'paloalto-address'>() };
    return { at: encodePlace(options.location), group, name, ...said };
  };
}

function optional(name: string | undefined): SetName {
  return name === undefined ? absent() : encodeSiteName(name);
}

// The first rule goes to the site's position, each other rule after the previous one. The deny rule is the last.
function movesOf(context: Context): SetView['moves'] {
  const { policy, options, parts, names } = context;
  const refusal = policy.site.enforce === 'closed' ? [names.deny] : [];
  const security = [...inOrder(context, names.rule, () => names.inner), ...refusal];
  const decryption = parts.filter((part) => part.noDecrypt).map(names.raw);
  const move =
    (kind: 'security' | 'decryption', first: Position) =>
    (rule: string, index: number, all: string[]) => {
      const before = all[index - 1];
      return {
        at: encodePlace(options.location),
        rulebase: encodeRulebase(options.location),
        kind: encodeKeyword(kind),
        name: encodeName(rule),
        where: before === undefined ? first : encodeAfter(before),
      };
    };
  return [
    ...security.map(move('security', encodePosition(options.position))),
    // A rule that decrypts would win if it were above.
    ...decryption.map(move('decryption', encodePosition('top'))),
  ];
}
