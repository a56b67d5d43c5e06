import { intersectNetworks, type Network } from '../../../net/network.ts';
import { failure, type Refusal, refuse, success } from '../../../problem.ts';
import type { Dump, LiveReading, LiveStatement, LiveTarget } from '../../device.ts';
import { compareItems } from '../../kit/reading/live-order.ts';
import { walkRules } from '../../kit/reading/live-rules.ts';
import {
  entriesOf,
  fieldOf,
  type LiveEntry,
  objectKinds,
  type PanConfig,
  ruleItem,
  ruleText,
} from '../read/config/entries.ts';
import { recognize } from '../read/config/kind.ts';
import { readConfig } from '../read/config/read.ts';
import { readXmlConfig } from '../read/config/xml.ts';
import { Contents } from './contents.ts';
import { type Frame, isAsked, isOwnRule, meaningOf } from './meaning.ts';
import { compareObjects, objectText, shadowingObjects } from './objects.ts';
import {
  rulesOf,
  type SitePlace,
  type Surroundings,
  surroundingsOf,
  uncertainRules,
} from './places.ts';
import { translationNotes, translationText } from './translations.ts';

const xmlFile = 'paloalto/rules.xml';

/** Reads the running configuration of a firewall or of Panorama, as XML or in set commands. */
export const live: LiveTarget = {
  takes: 'the running configuration of PAN-OS as XML, or in set commands',
  notJudged:
    'whether the configuration is committed, the rules of parent device groups, and what firewalls have below the rules of Panorama',
  recognize,
  canBeEmpty: false,
  prefixesIn(dumps) {
    const prefixes = new Set<string>();
    for (const dump of dumps) {
      const config = readConfig(dump);
      if (!config.ok) return config;
      const places = [...config.value.places.values()];
      for (const { name } of places.flatMap((place) => entriesOf(place, 'address-group'))) {
        const prefix = /^([a-z][a-z0-9]{1,7})-clients$/.exec(name)?.[1];
        if (prefix !== undefined) prefixes.add(prefix);
      }
    }
    return success(prefixes);
  },
  read(dumps, texts) {
    const [dump, second] = dumps;
    if (dump === undefined || second !== undefined) return failure(notOne(dumps));
    const device = readConfig(dump);
    if (!device.ok) return device;
    const files = readXmlConfig({ name: xmlFile, text: texts.get(xmlFile) ?? '' });
    if (!files.ok) return files;
    const site = siteOf(files.value);
    const around = surroundingsOf(device.value, site);
    if (around === undefined) return failure(withoutPlace(dump, site));
    return success(readingOf(device.value, around, site));
  },
};

function notOne(dumps: readonly Dump[]): Refusal {
  return refuse(
    'live-dump',
    `${dumps.length} configurations of PAN-OS, and one contains everything`,
    'pass the running configuration of one device',
  );
}

function withoutPlace({ name }: Dump, { place }: SitePlace): Refusal {
  return refuse(
    'live-dump',
    `${name} has no "${place}", where the site has its rules`,
    'pass the whole running configuration of the device with this location',
  );
}

/** What the site's own file says about the site; the reader of files accepts it. */
type SiteFacts = SitePlace &
  Frame & {
    readonly objects: ReturnType<typeof ownPlace>['objects'];
    readonly security: readonly LiveEntry[];
    readonly decryption: readonly LiveEntry[];
    readonly clients: readonly Network[];
    readonly closed: boolean;
  };

function ownPlace(files: PanConfig) {
  const [name = '', objects] = [...files.places][0] ?? [];
  return { name, objects };
}

function siteOf(files: PanConfig): SiteFacts {
  const { name: place, objects } = ownPlace(files);
  const bases = ['rulebase', 'pre-rulebase', 'post-rulebase'];
  const rulebase =
    bases.find((base) => entriesOf(objects, `${base}/security/rules`).length > 0) ?? '';
  const security = entriesOf(objects, `${rulebase}/security/rules`);
  const prefix = entriesOf(objects, 'tag')[0]?.name ?? '';
  const allowing = security.filter((rule) => fieldOf(rule, 'action') === 'allow');
  return {
    place,
    rulebase,
    prefix,
    objects,
    security,
    decryption: entriesOf(objects, `${rulebase}/decryption/rules`),
    zones: {
      from: security[0]?.fields.get('from')?.[0] ?? '',
      to: [...new Set(allowing.flatMap(({ fields }) => fields.get('to') ?? []))],
    },
    clients: new Contents([objects]).networksOf([`${prefix}-clients`]).items,
    closed: security.at(-1)?.name === `${prefix}-deny`,
  };
}

function readingOf(device: PanConfig, around: Surroundings, site: SiteFacts): LiveReading {
  const contents = new Contents(around.scopes);
  const security = rulesOf(around, 'security');
  const asked = security.filter((rule) => isAsked(rule, site));
  const uncertain = uncertainRules(around);
  const walked = walkRules(
    asked.map((rule) => {
      const meaning = meaningOf(rule, contents, site);
      return uncertain.has(rule) ? { ...meaning, conditional: true } : meaning;
    }),
    site,
  );
  const rules = ownRules(around, site, 'security');
  return {
    dumps: [{ name: device.file, kind: device.kind, host: device.host, date: null }],
    access: walked.access,
    differences: [
      ...(rules.length === 0 ? [notLoaded(device, around)] : []),
      ...compareRules('security', rules, site.security),
      ...compareRules('decryption', ownRules(around, site, 'decryption'), site.decryption),
      ...elsewhere(around, site),
      ...compareObjects(around.own, site.objects, site.prefix),
      ...shadowingObjects(above(around), site.objects),
      ...walked.differences,
    ],
    notes: [
      ...device.notes.map((message) => ({ message, at: null, text: null })),
      ...walked.notes,
      ...decryptNotes(around, contents, site),
      ...translationNotes(around, contents, site),
    ],
    lineAt: lineFinder(device),
  };
}

/** The other places whose objects the rules of the site can name. A virtual system takes its own ones first. */
function above({ name, own, scopes }: Surroundings): Surroundings['scopes'] {
  return name.startsWith('vsys ') ? [] : scopes.filter((scope) => scope !== own);
}

type Kind = 'security' | 'decryption';

function ownRules({ own }: Surroundings, site: SiteFacts, kind: Kind): LiveEntry[] {
  return entriesOf(own, `${site.rulebase}/${kind}/rules`).filter((rule) =>
    isOwnRule(rule, site.prefix),
  );
}

function compareRules(
  kind: Kind,
  found: readonly LiveEntry[],
  wanted: readonly LiveEntry[],
): LiveStatement[] {
  const items = (rules: readonly LiveEntry[]) => rules.map((rule) => ruleItem(kind, rule));
  return compareItems(items(found), items(wanted), 'rule');
}

/** Rules of the site in another rulebase, where an older version of its files may have put them. */
function elsewhere(around: Surroundings, site: SiteFacts): LiveStatement[] {
  const message = 'this rule of the site is in another rulebase than in the files';
  return (['security', 'decryption'] as const).flatMap((kind) => {
    const here = new Set(ownRules(around, site, kind));
    return rulesOf(around, kind)
      .filter((rule) => isOwnRule(rule, site.prefix) && !here.has(rule))
      .map((rule) => ({ message, at: rule.at, text: ruleText(kind, rule) }));
  });
}

function notLoaded({ file }: PanConfig, { name }: Surroundings): LiveStatement {
  const message = `the rules of the site are not in this configuration: "${name}" has none of them`;
  return { message, at: { file, line: 1 }, text: null };
}

/** Rules of others that decrypt traffic of the clients before the site's own rules, which exclude it. */
function decryptNotes(around: Surroundings, contents: Contents, site: SiteFacts): LiveStatement[] {
  const rules = rulesOf(around, 'decryption');
  const last = rules.findLastIndex((rule) => isOwnRule(rule, site.prefix));
  return rules
    .slice(0, Math.max(last, 0))
    .filter((rule) => !isOwnRule(rule, site.prefix) && isAsked(rule, site))
    .filter((rule) => fieldOf(rule, 'action') === 'decrypt')
    .filter((rule) => {
      const { items, isKnown } = contents.networksOf(rule.fields.get('source') ?? ['any']);
      return !isKnown || intersectNetworks(items, site.clients).length > 0;
    })
    .map((rule) => ({
      message: 'this rule may decrypt traffic before the rules of the site exclude it',
      at: rule.at,
      text: ruleText('decryption', rule),
    }));
}

function lineFinder({ file, places }: PanConfig): LiveReading['lineAt'] {
  const texts = new Map<number, string>();
  for (const place of places.values())
    for (const [container, entries] of place.containers)
      for (const entry of entries) texts.set(entry.at.line, textOf(container, entry));
  return (place) => (place.file === file ? (texts.get(place.line) ?? null) : null);
}

function textOf(container: string, entry: LiveEntry): string {
  const kind = objectKinds.find((each) => each === container);
  if (kind !== undefined) return objectText(kind, entry);
  if (container.includes('/nat/')) return translationText(entry);
  return ruleText(container.includes('/decryption/') ? 'decryption' : 'security', entry);
}
