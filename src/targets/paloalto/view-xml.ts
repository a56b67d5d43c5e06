import type { TemplateViews } from '../../../compiled/templates.js';
import { compareText, sortedUnique } from '../../net/order.ts';
import { absent } from '../kit/writing/encode.ts';
import {
  encodeAddress,
  encodeName,
  encodePort,
  encodeRulebase,
  encodeTransport,
  encodeUrl,
  encodeXmlComment,
  encodeXmlName,
  encodeXmlText,
  type Name,
  type XmlName,
} from './encode.ts';
import { compareObjects, type Part } from './plan.ts';
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

type XmlView = TemplateViews['paloalto/rules.xml'];
/** A list with its name and its members. */
type GroupView<Member> = {
  readonly name: Name;
  readonly members: readonly { readonly name: Member }[];
};

/** The data of rules.xml: the same objects and rules, each as a whole entry in the container of its kind. */
export function xmlView(context: Context): XmlView {
  const { policy, options, names, parts } = context;
  const bypassed = parts.filter((part) => part.noDecrypt);
  return {
    spec: encodeXmlComment(policy.spec.name),
    ...locationView(context),
    rulebase: encodeRulebase(options.location),
    tag: encodeName(names.tag),
    comments: encodeXmlText(`${policy.spec.title} (${policy.spec.name})`, longestText),
    clientsGroup: encodeName(names.clients),
    closed: policy.site.enforce === 'closed',
    deny: encodeName(names.deny),
    from: encodeXmlName(options.from),
    logSetting: optional(options.logSetting),
    ...objectViews(context),
    ...groupViews(context),
    securityRules: inOrder(
      context,
      (part) => securityView(context, part),
      () => guardView(context),
    ),
    bypasses: bypassed.length > 0,
    decryptionRules: bypassed.map((part) => ({
      ...ruleView(context, part),
      name: encodeName(names.raw(part)),
    })),
  };
}

function locationView({
  options: { location },
}: Context): Pick<XmlView, 'vsys' | 'deviceGroup' | 'shared'> {
  return {
    vsys: location.kind === 'vsys' ? encodeXmlName(location.vsys) : absent(),
    deviceGroup: location.kind === 'device-group' ? encodeXmlName(location.name) : absent(),
    shared: location.kind === 'shared',
  };
}

function objectViews(context: Context): Pick<XmlView, 'addresses' | 'services' | 'hasServices'> {
  const { names, parts } = context;
  const objects = sortedUnique(
    [...clientObjects(context), ...context.guard, ...parts.flatMap(objectsOf)],
    compareObjects,
  );
  const services = portsOf(context);
  return {
    addresses: objects
      .map((object) => ({ name: encodeName(names.address(object)), ...encodeAddress(object) }))
      .sort((a, b) => compareText(a.name, b.name)),
    hasServices: services.length > 0,
    services: services.map((range) => ({
      name: encodeName(names.service(range)),
      transport: encodeTransport(range),
      port: encodePort(range),
    })),
  };
}

function groupViews(
  context: Context,
): Pick<
  XmlView,
  | 'addressGroups'
  | 'applicationGroups'
  | 'serviceGroups'
  | 'categories'
  | 'listsApplications'
  | 'hasCategories'
> {
  const { names, parts } = context;
  const groups = <Member>(membersOf: (part: Part) => readonly Member[]): GroupView<Member>[] =>
    parts
      .map((part) => group(names.rule(part), membersOf(part)))
      .filter(({ members }) => members.length > 0);
  const objectNames = (objects: readonly AddressObject[]) =>
    objects.map((object) => encodeName(names.address(object)));
  const applicationGroups = groups(applicationsOf);
  const categories = groups((part) => entriesOf(part).map(encodeUrl));
  return {
    addressGroups: [
      group(names.clients, objectNames(clientObjects(context))),
      ...inOrder(
        context,
        (part) => group(names.rule(part), objectNames(objectsOf(part))),
        () => group(names.inner, objectNames(context.guard)),
      ).filter(({ members }) => members.length > 0),
    ],
    listsApplications: applicationGroups.length > 0,
    applicationGroups,
    serviceGroups: groups((part) =>
      part.slot.services.map((range) => encodeName(names.service(range))),
    ),
    hasCategories: categories.length > 0,
    categories,
  };
}

function group<Member>(name: string, members: readonly Member[]): GroupView<Member> {
  return { name: encodeName(name), members: members.map((member) => ({ name: member })) };
}

function ruleView(context: Context, part: Part): XmlView['decryptionRules'][number] {
  const fields = fieldsOf(context, part);
  return {
    ...fields,
    from: encodeXmlName(context.options.from),
    zones: part.zones.map((zone) => ({ zone: encodeXmlName(zone) })),
    description: encodeXmlText(descriptionOf(part), longestText),
    tag: encodeName(context.names.tag),
  };
}

type SecurityView = XmlView['securityRules'][number];

function guardView(context: Context): SecurityView {
  return {
    ...guardFields(context),
    from: encodeXmlName(context.options.from),
    zones: [{ zone: encodeXmlName('any') }],
    description: encodeXmlText(guardText, longestText),
    tag: encodeName(context.names.tag),
    logSetting: optional(context.options.logSetting),
    profileGroup: absent(),
  };
}

function securityView(context: Context, part: Part): SecurityView {
  const { application, action } = fieldsOf(context, part);
  return {
    ...ruleView(context, part),
    application,
    action,
    logSetting: optional(context.options.logSetting),
    profileGroup: optional(context.options.profileGroup),
  };
}

function optional(name: string | undefined): XmlName {
  return name === undefined ? absent() : encodeXmlName(name);
}
