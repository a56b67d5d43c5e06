import { formatNetwork, mergeNetworks } from '../../../net/network.ts';
import { type Result, success } from '../../../problem.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import { readFiles } from '../../kit/reading/read-files.ts';
import type { NotCanonical, Reading, Setting, TargetFiles } from '../../reading.ts';
import { accessOf } from './access.ts';
import { requireAgreement } from './agree.ts';
import { decider } from './decide.ts';
import type { Files } from './files.ts';
import { requireKnownIds } from './ids.ts';
import { readNames, readSets } from './names-and-sets.ts';
import { readRules } from './rules.ts';
import { readScript } from './script.ts';

export const fileNames = {
  4: 'iptables/rules.v4',
  6: 'iptables/rules.v6',
  sets: 'iptables/sets.ipset',
  names: 'iptables/dnsmasq.conf',
  script: 'iptables/apply.sh',
} as const;

/**
 * Reads the five files without the spec. Fails at the first line that the tool does not write, and where the files
 * contradict each other.
 *
 * In `access`, a name's line allows all subdomains. A listed subdomain has its own line instead, which only `decide`
 * takes into account.
 */
export function read(files: TargetFiles): Result<Reading, NotCanonical> {
  const understood = understand(files);
  return understood.ok ? success(readingOf(understood.value)) : understood;
}

/** The content of the five files, which agree; the failure of a reader otherwise. */
export function understand(files: TargetFiles): Result<Files, NotCanonical> {
  return readFiles(files, Object.values(fileNames), (open) => {
    const rules = { 4: open(fileNames[4]), 6: open(fileNames[6]) };
    const sets = readSets(open(fileNames.sets));
    const understood = {
      rules: { 4: readRules(rules[4], 4, sets.networks), 6: readRules(rules[6], 6, sets.networks) },
      sets,
      names: readNames(open(fileNames.names)),
      script: readScript(open(fileNames.script)),
    };
    requireAgreement(understood);
    requireKnownIds(understood.rules);
    return understood;
  });
}

function readingOf(files: Files): Reading {
  return lazyReading({
    access: () => ([4, 6] as const).flatMap((family) => accessOf(files, family)),
    settings: settingsOf(files),
    identifiers: identifiersOf(files),
    matching: { names: 'longest' },
    decider: () => decider(files),
  });
}

/** apply.sh has the spec name in its header, and the prefix. */
function identifiersOf({ script }: Files): Setting[] {
  const { file, spec, prefix, prefixAt } = script;
  return [
    { name: 'spec', value: spec, at: { file, line: 2 } },
    { name: 'prefix', value: prefix, at: { file, line: prefixAt } },
  ];
}

// Line 11 is the first line of the chain END, in both families.
function settingsOf(files: Files): Setting[] {
  const { rules, script, names } = files;
  const { closed, log, file } = rules[4];
  const end = { file, line: 11 };
  const inScript = (after: number) => ({ file: script.file, line: script.hookAt + after });
  return [
    { name: 'hook', value: script.hooks[4], at: inScript(0) },
    { name: 'hook6', value: script.hooks[6], at: inScript(1) },
    { name: 'enforce', value: closed ? 'closed' : 'additive', at: end },
    {
      name: 'filterHttpsRecords',
      value: String(names.filtersHttps),
      at: { file: names.file, line: names.filterAt },
    },
    ...innerOf(files),
    ...(closed
      ? [
          { name: 'log', value: String(log), at: end },
          { name: 'protectSelf', value: protectionOf(files), at: inScript(2) },
        ]
      : []),
  ];
}

function innerOf({ rules }: Files): Setting[] {
  const inner = mergeNetworks([...rules[4].inner, ...rules[6].inner]);
  const { file, innerAt } = rules[rules[4].inner.length > 0 ? 4 : 6];
  const value = inner.map(formatNetwork).join(' ');
  return inner.length === 0 ? [] : [{ name: 'inner', value, at: { file, line: innerAt } }];
}

function protectionOf({ rules, script }: Files): string {
  if (!rules[4].protects) return 'false';
  return ['interfaces', ...script.interfaces].join(' ').replace(/^interfaces$/, 'true');
}
