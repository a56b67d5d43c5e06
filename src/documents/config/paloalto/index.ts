import { parseNetwork } from '../../../net/network-text.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import { childOf, hasRepeats, type XmlElement } from '../../../xml.ts';
import type { DocumentReading, DocumentRow } from '../../document.ts';
import { refuseCount } from '../../kit/rows.ts';
import type { Block } from '../rules/blocks.ts';
import { generatedWarning } from '../rules/generated.ts';
import { isYes } from './narrowed.ts';
import { type Objects, objectsOf } from './objects.ts';
import { rowsOf, zonesOf } from './rows.ts';
import { deniedAddresses, deniedPorts } from './rule.ts';
import { type Phase, phases, type Scope, type Scopes, scopesOf } from './scopes.ts';
import { ZoneBlocks } from './zone-blocks.ts';

/** Reads the security rules that allow, with the objects that they name. */
export function readPanos(
  root: XmlElement,
  isGenerated: boolean,
): Result<DocumentReading, Refusal> {
  const scopes = scopesOf(root);
  const rows: DocumentRow[] = [];
  for (const { scope, objects, rule, above } of orderedRules(scopes)) {
    for (const row of rowsOf(rule, { scope: scope.name, objects, isGenerated, above }))
      rows.push(row);
    const tooMany = refuseCount(rows.length);
    if (tooMany !== undefined) return failure(tooMany);
  }
  if (rows.length === 0) return failure(refuseNoRules());
  return success({ facts: {}, rows, warnings: warningsOf(scopes, isGenerated) });
}

function refuseNoRules(): Refusal {
  return refuse(
    'import-no-rules',
    'the file has no security rules, and objects without rules allow nothing',
    'export the whole running configuration, or list what the objects contain',
  );
}

type Ordered = {
  readonly scope: Scope;
  readonly objects: Objects;
  readonly rule: XmlElement;
  readonly above: readonly ZoneBlocks[];
};

/**
 * The rules of all scopes with what is denied above them. The shared rules before come first, and the shared rules
 * behind come last. Which device groups are above others the file may not say: so with several, all count as above.
 */
function* orderedRules({ shared, own, deviceGroups }: Scopes): Iterable<Ordered> {
  const [first, groups] = [new ZoneBlocks(), new ZoneBlocks()];
  const [anyOwn, last] = [new ZoneBlocks(), new ZoneBlocks()];
  const ofShared = objectsOf(shared, shared);
  yield* within(shared, ofShared, ['pre-rulebase', 'rulebase'], [], [first]);
  const owned = own.map((scope) => ({ scope, objects: objectsOf(scope, shared) }));
  if (deviceGroups > 1)
    for (const { scope, objects } of owned)
      for (const rule of scope.rules['pre-rulebase']) addDenied(rule, objects, [groups]);
  for (const { scope, objects } of owned)
    yield* within(scope, objects, phases, [first, groups], [new ZoneBlocks(), anyOwn]);
  yield* within(shared, ofShared, ['post-rulebase'], [first, anyOwn], [last]);
}

/** The rules of a scope in order. What each denies is added to `own`, of which the first is above the next rules. */
function* within(
  scope: Scope,
  objects: Objects,
  order: readonly Phase[],
  before: readonly ZoneBlocks[],
  own: readonly ZoneBlocks[],
): Iterable<Ordered> {
  const above = [...before, ...own.slice(0, 1)];
  for (const phase of order)
    for (const rule of scope.rules[phase]) {
      yield { scope, objects, rule, above };
      addDenied(rule, objects, own);
    }
}

const anyZones = { from: undefined, to: undefined };
const everything: Block = { networks: undefined, ports: undefined };

/** Adds what a rule denies; one with an element twice may deny everything. */
function addDenied(rule: XmlElement, objects: Objects, to: readonly ZoneBlocks[]): void {
  if (hasRepeats(rule)) {
    for (const blocks of to) blocks.add(anyZones, everything);
    return;
  }
  if (childOf(rule, 'action')?.text === 'allow' || isYes(rule, 'disabled')) return;
  const block = blockOf(rule, objects);
  for (const blocks of to) blocks.add(zonesOf(rule), block);
}

function blockOf(rule: XmlElement, objects: Objects): Block {
  const ports = deniedPorts(rule, objects);
  const found = deniedAddresses(rule, objects)?.map(parseNetwork);
  const networks = found?.flatMap((network) => (network.ok ? [network.value] : []));
  return { networks: networks?.length === found?.length ? networks : undefined, ports };
}

function warningsOf({ own, deviceGroups }: Scopes, isGenerated: boolean): string[] {
  return [
    ...(isGenerated ? [generatedWarning] : []),
    'Rules that deny, zones, users, applications and security profiles are not imported: a part only allows.',
    ...(own.length > 1
      ? [`The rules are those of ${own.length} scopes: --where scope=NAME selects one.`]
      : []),
    ...(deviceGroups > 1
      ? [
          'With several device groups, a rule that denies in one counts as above those of the others.',
        ]
      : []),
  ];
}
