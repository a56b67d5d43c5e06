import type { EngineDecision, EngineFiles, EngineFlow } from '../flow.ts';
import { readCommands } from './commands.ts';
import { readDocument } from './document.ts';
import { differences } from './equal.ts';
import { evaluate, sparedBy } from './evaluate.ts';
import { type Config, checkLocation } from './model.ts';
import { checkObjects } from './objects.ts';
import { checkRules } from './rules.ts';
import { checkScript, checkSuccession } from './script.ts';

/** What the files cannot say of themselves. */
export type PaloaltoExpectation = {
  /** true: the site is closed, and a denial must end the rules; false: nothing may deny. Without it, either. */
  readonly closed?: boolean;
};

/**
 * Whether PAN-OS would take `paloalto/rules.set` and `paloalto/rules.xml`, whether both say the same, and whether a
 * second paste over an older state leaves nothing behind. Returns the reasons why not; none is yes.
 *
 * Locations: words before every path of the set form, and the same place in the XML.
 * vsys1 is written without words, with `rulebase`; vsysN (2 to 255) as `vsys vsysN` with `rulebase`;
 * `shared` and `device-group NAME` are Panorama's, with `pre-rulebase` or `post-rulebase`: neither has a rulebase of
 * its own. One location and one rulebase for all. Zones, log settings and profile groups live elsewhere and are not
 * looked for; all else that a rule names must be in the files.
 */
export function checkPaloalto(files: EngineFiles, expected: PaloaltoExpectation = {}): string[] {
  const [text, document] = [files.get('paloalto/rules.set'), files.get('paloalto/rules.xml')];
  if (text === undefined) return ['there is no paloalto/rules.set'];
  if (document === undefined) return ['there is no paloalto/rules.xml'];
  const { commands, problems } = readCommands(text);
  const [config, reasons] = checkScript(text, commands);
  return [
    ...problems,
    ...reasons,
    ...named('rules.set', checkConfig(config, expected)),
    ...checkDocument(document, config, expected),
  ];
}

/** Where a pasted script and a document differ in what they say; empty is equal. */
export function holdEqual(script: string, document: string): string[] {
  const [config] = checkScript(script, readCommands(script).commands);
  return differences(config, readDocument(document).config);
}

/** Which security rule of ours decides about a flow, after a paste of rules.set. */
export function evaluatePaloalto(files: EngineFiles, flow: EngineFlow): EngineDecision {
  return evaluate(configOf(files), flow);
}

/** Which decryption rule of ours keeps a flow from being decrypted; null where none does. */
export function noDecryptPaloalto(files: EngineFiles, flow: EngineFlow): string | null {
  return sparedBy(configOf(files), flow);
}

/** The same for many flows: the script is played once. `last` is the name of the security rule at the end. */
export function openPaloalto(files: EngineFiles): {
  readonly last: string | null;
  evaluate(flow: EngineFlow): EngineDecision;
  noDecrypt(flow: EngineFlow): string | null;
} {
  const config = configOf(files);
  return {
    last: config.entries.security.at(-1)?.name ?? null,
    evaluate: (flow) => evaluate(config, flow),
    noDecrypt: (flow) => sparedBy(config, flow),
  };
}

/**
 * What stays on a firewall that holds an older set of ours when the newer rules.set is pasted over it: whole objects
 * that the newer set no longer writes, and fields that `set` only added to. None is a clean change.
 */
export function checkPasteOverPaloalto(older: EngineFiles, newer: EngineFiles): string[] {
  const [before, after] = [older, newer].map((files) => files.get('paloalto/rules.set') ?? '');
  return checkSuccession(readCommands(before ?? '').commands, readCommands(after ?? '').commands);
}

function checkDocument(text: string, set: Config, expected: PaloaltoExpectation): string[] {
  const { config, problems } = readDocument(text);
  if (problems.length > 0) return problems;
  const at = text.split('\n').findIndex((line) => !/^[ -~]*$/.test(line));
  const location = config.location ?? { words: '', rulebase: undefined };
  return [
    ...(at < 0 ? [] : [`line ${at + 1} of rules.xml holds something other than printable ASCII`]),
    ...(/[^\n]\n$/.test(text) ? [] : ['rules.xml does not end in one newline']),
    ...checkLocation(location).map((reason) => `rules.xml: ${reason}`),
    ...named('rules.xml', checkConfig(config, expected)),
    ...differences(set, config),
  ];
}

function checkConfig(config: Config, { closed }: PaloaltoExpectation): string[] {
  return [...checkObjects(config), ...checkRules(config, closed)];
}

function named(file: string, reasons: readonly string[]): string[] {
  return reasons.map((reason) => `${file}: ${reason}`);
}

function configOf(files: EngineFiles): Config {
  const text = files.get('paloalto/rules.set') ?? '';
  return checkScript(text, readCommands(text).commands)[0];
}
