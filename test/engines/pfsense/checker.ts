import type { EngineDecision, EngineFiles, EngineFlow } from '../flow.ts';
import { readXml, type XmlDocument, XmlError } from '../xml.ts';
import { checkAliases } from './aliases.ts';
import { readConfig } from './config.ts';
import { evaluate } from './evaluate.ts';
import { checkTogether, type Expected, isGuard } from './order.ts';
import { checkRule } from './rules.ts';
import { checkCanonical, checkShape } from './shape.ts';
import { checkAliasText } from './text.ts';

/**
 * Whether a firewall would take `pfsense/config.xml` and `pfsense/aliases.txt` and do what they say: every limit and
 * silent trap that is known of pfSense 2.7.2 to 2.8. Returns the reasons why not; none is yes. Other files are not
 * looked at.
 */
export function checkPfsense(files: EngineFiles, expected: Expected = {}): string[] {
  const [text, list] = [files.get('pfsense/config.xml'), files.get('pfsense/aliases.txt')];
  if (text === undefined) return ['there is no pfsense/config.xml'];
  const document = parse(text);
  if (typeof document === 'string') return [document];
  const config = readConfig(document.root);
  const reasons = [
    ...checkShape(text, document),
    ...checkAliases(config),
    ...config.rules.flatMap((rule) => checkRule(rule, config)),
    ...checkTogether(config, expected),
    ...(list === undefined
      ? ['there is no pfsense/aliases.txt']
      : checkAliasText(list, config.aliases)),
  ];
  return reasons.length > 0 ? reasons : checkCanonical(text, document);
}

/** Which rule of ours decides about a flow. A file that is no XML throws. */
export function evaluatePfsense(files: EngineFiles, flow: EngineFlow): EngineDecision {
  return openPfsense(files).evaluate(flow);
}

/**
 * The same for many flows: the files are read once. `last` is the descr of the rule at the end, `guard` that of the
 * one that denies the inner networks.
 */
export function openPfsense(files: EngineFiles): {
  readonly last: string | null;
  readonly guard: string | null;
  evaluate(flow: EngineFlow): EngineDecision;
} {
  const { root } = readXml(files.get('pfsense/config.xml') ?? '');
  const config = readConfig(root);
  return {
    last: config.rules.at(-1)?.descr ?? null,
    guard: config.rules.find(isGuard)?.descr ?? null,
    evaluate: (flow) => evaluate(config, flow),
  };
}

function parse(text: string): XmlDocument | string {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof XmlError)
      return `config.xml is no XML: line ${error.line}: ${error.message}`;
    throw error;
  }
}
