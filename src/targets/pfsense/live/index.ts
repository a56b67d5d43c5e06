import type { Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { everyPort } from '../../../net/port.ts';
import { failure, type Refusal, refuse, success } from '../../../problem.ts';
import type { Dump, LiveReading, LiveStatement, LiveTarget } from '../../device.ts';
import { compareItems } from '../../kit/reading/live-order.ts';
import { walkRules } from '../../kit/reading/live-rules.ts';
import type { Access } from '../../reading.ts';
import { type LiveConfig, prefixesOf, readLiveConfig } from '../read/backup/config.ts';
import { isOwnRule, ruleItem, ruleText } from '../read/backup/fields.ts';
import { recognize } from '../read/backup/kind.ts';
import { aliasText, compareAliases } from './aliases.ts';
import { Contents } from './contents.ts';
import { forwardNotes, forwardText, passingForwards, translationText } from './forwards.ts';
import { meaningOf } from './meaning.ts';
import { rulesInOrder } from './sequence.ts';

const configFile = 'pfsense/config.xml';

/** Reads the backup of a firewall's configuration, config.xml. */
export const live: LiveTarget = {
  takes: 'the backup config.xml of pfSense, not encrypted, with all areas',
  notJudged:
    'whether the firewall has loaded this configuration, and what the names in aliases resolve to: run apply.php status on the firewall',
  recognize,
  canBeEmpty: false,
  prefixesIn(dumps) {
    const prefixes = new Set<string>();
    for (const dump of dumps) {
      const config = readLiveConfig(dump);
      if (!config.ok) return config;
      for (const prefix of prefixesOf(config.value)) prefixes.add(prefix);
    }
    return success(prefixes);
  },
  read(dumps, texts) {
    const [dump, second] = dumps;
    if (dump === undefined || second !== undefined) return failure(notOne(dumps));
    const device = readLiveConfig(dump);
    if (!device.ok) return device;
    const files = readLiveConfig({ name: configFile, text: texts.get(configFile) ?? '' });
    if (!files.ok) return files;
    return success(readingOf(device.value, files.value));
  },
};

function notOne(dumps: readonly Dump[]): Refusal {
  return refuse(
    'live-dump',
    `${dumps.length} backups of pfSense, and one contains everything`,
    'pass the backup of one firewall',
  );
}

/** What the site's own file says about the site: the reader of files accepts it, so it has an alias and a rule. */
function siteOf({ aliases, rules }: LiveConfig) {
  const names = aliases.map(({ name }) => /^([a-z0-9]+)_clients$/.exec(name)?.[1]);
  const prefix = names.find((name) => name !== undefined) ?? '';
  const last = rules.at(-1)?.fields;
  return {
    prefix,
    interface: rules[0]?.fields.get('interface') ?? '',
    closed: last?.get('type') !== 'pass' && last?.has('destination/any') === true,
    clients: new Contents(aliases).networksOf(`${prefix}_clients`).networks,
  };
}

function readingOf(device: LiveConfig, files: LiveConfig): LiveReading {
  const site = siteOf(files);
  const frame = { file: device.file, prefix: site.prefix, contents: new Contents(device.aliases) };
  const asked = [
    ...passingForwards(device, site.interface, frame),
    ...rulesInOrder(device, site.interface).map((rule) => meaningOf(rule, frame)),
  ];
  const walked = walkRules(asked, site);
  const own = device.rules.filter((rule) => isOwnRule(rule, site.prefix));
  return {
    dumps: [
      {
        name: device.file,
        kind: `config.xml of pfSense, version ${device.version}`,
        host: device.host,
        date: device.date,
      },
    ],
    access: [...walked.access, ...filterOffAccess(device, site.clients)],
    differences: [
      ...(own.length === 0 ? [notLoaded(device)] : []),
      ...filterOff(device),
      ...compareItems(
        own.map((rule) => ruleItem(device.file, rule)),
        files.rules.map((rule) => ruleItem(files.file, rule)),
        'rule',
      ),
      ...compareAliases(device, files, site.prefix),
      ...walked.differences,
    ],
    notes: [...walked.notes, ...forwardNotes(device, site.interface)],
    lineAt: lineFinder(device),
  };
}

function notLoaded({ file }: LiveConfig): LiveStatement {
  const message = 'the rules of the site are not in this configuration: it has none of them';
  return { message, at: { file, line: 1 }, text: null };
}

function filterOff({ file, filterOff: line }: LiveConfig): LiveStatement[] {
  if (line === undefined) return [];
  const message = 'the packet filter of the firewall is disabled, so all packets pass';
  return [{ message, at: { file, line }, text: null }];
}

function filterOffAccess(
  { file, filterOff: line }: LiveConfig,
  clients: readonly Network[],
): Access[] {
  if (line === undefined) return [];
  const at = { file, line };
  return everyPort.map((ports) => ({
    destination: { kind: 'any' },
    path: wholeHost,
    ports,
    clients,
    at,
  }));
}

function lineFinder({
  file,
  rules,
  forwards,
  translations,
  aliases,
}: LiveConfig): LiveReading['lineAt'] {
  const texts = new Map([
    ...aliases.map((alias) => [alias.line, aliasText(alias)] as const),
    ...forwards.map((forward) => [forward.line, forwardText(forward)] as const),
    ...translations.map((each) => [each.line, translationText(each)] as const),
    ...rules.map((rule) => [rule.line, ruleText(rule)] as const),
  ]);
  return (place) => (place.file === file ? (texts.get(place.line) ?? null) : null);
}
