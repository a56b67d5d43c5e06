import { compareText } from '../../net/order.ts';
import { type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { SiteTargets } from '../document.ts';
import type { SpecFolder } from '../spec-folder.ts';
import type { SourceDocument, Spec } from '../types.ts';
import { type Cursor, child, cursorOf } from '../yaml/cursor.ts';
import type { Node } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';
import type { Context, Shared } from './context.ts';
import { decoderOf } from './decode.ts';
import { type Definition, homes, type Noun, nameIn, nouns } from './definitions.ts';
import { resolveDocument, resolveGroup } from './groups.ts';
import {
  type FileShape,
  meetingNames,
  type Resolved,
  type ShapedSpec,
  testsOf,
} from './included.ts';
import { type Judgement, judge } from './judgement.ts';
import { rootKeys } from './keys.ts';
import { selectableOf } from './select.ts';
import { resolveDefinedServices } from './services.ts';
import { refuseUnused, siteNamesOf } from './site-destinations.ts';
import { refuseStrayVariables, resolveVariable } from './site-variables.ts';
import { resolveSite } from './sites.ts';
import { readTests, testsAtSites } from './tests.ts';
import { openDeclined, resolveUnresolved } from './unresolved.ts';

/**
 * Resolves all parts of a spec whose shape allows it, with the specs that it includes, and reports all their mistakes.
 * The spec is complete only if neither the shapes nor this function report a problem.
 */
export function resolveSpec(
  folder: SpecFolder,
  shaped: ShapedSpec,
): { spec: Spec; problems: readonly Problem[] } {
  const shared: Shared = { folder, lists: new Map(), unfinishedLists: [] };
  const { root, sites, problems, tests, wantedNames, ...parts } = resolveUnit(shared, shaped);
  const opened = testsAtSites(tests, sites);
  const { name, title, owner } = root;
  const services = new Map([...parts.services.values()].map((each) => [each.name, each]));
  const variables = new Map([...parts.variables.values()].map((each) => [each.name, each]));
  const { unfinishedLists } = shared;
  const named = { name, title, owner, ...parts, services, variables };
  return {
    spec: { ...named, unfinishedLists, sites, tests: opened.tests },
    problems: [...problems, ...opened.problems],
  };
}

/** Each spec is a scope of its own. What it defines has full ids, so that the parts are joined without a change. */
function resolveUnit(shared: Shared, shaped: ShapedSpec): Resolved {
  const included = shaped.specs.map((each) => resolveUnit(shared, each));
  const context = openContext(shared, shaped, included);
  const own = resolveOwn(context, shaped);
  const groups = [...own.groups, ...included.flatMap((each) => each.groups)];
  return {
    root: context.root,
    documents: new Map([...own.documents, ...included.flatMap((each) => [...each.documents])]),
    variables: context.variables,
    services: context.services,
    wantedNames: context.wantedNames,
    groups,
    unresolved: [...own.unresolved, ...included.flatMap(({ unresolved }) => unresolved)],
    // The sites of an included spec stay behind, and so do the tests that are about them.
    sites: own.sites,
    tests: [...own.tests, ...shaped.specs.flatMap((each, index) => testsOf(each, included[index]))],
    problems: [
      ...included.flatMap(({ problems }) => problems),
      ...context.problems,
      // What one spec declines, another one may need.
      ...openDeclined(own.unresolved, groups),
      ...meetingNames(shaped, included),
      ...emptyParts(shaped),
    ],
  };
}

type Own = Pick<Resolved, 'documents' | 'groups' | 'unresolved' | 'sites' | 'tests'>;

function resolveOwn(context: Context, shaped: ShapedSpec): Own {
  const { all } = shaped.names;
  const shapes = shapesByFile(shaped);
  for (const [name, service] of judge(context, resolveDefinedServices, new Map()))
    context.services.set(name, service);
  const judgeAll = <Meaning>(resolve: Resolve<Meaning>, definitions: readonly Definition[]) =>
    judge(context, (own) => definitions.map((each) => resolve(own, each)), []);
  for (const definition of all.variable) {
    const [variable] = judgeAll(resolveVariable, [definition]);
    if (variable !== undefined) context.variables.set(definition.name, variable);
  }
  const selectable = selectableOf(context);
  const own: Own = {
    documents: firstById(judgeAll(resolveDocument, all.document)),
    groups: judgeAll(resolveGroup, all.group),
    unresolved: judgeAll(resolveUnresolved, all['unresolved item']),
    sites: judgeAll(
      (own, site) => resolveSite(own, site, targetsOf(shapes, site), selectable),
      all.site,
    ).sort((a, b) => compareText(a.id, b.id)),
    tests: judge(context, (own) => readTests(own, all.test), []),
  };
  if (own.groups.length === all.group.length) {
    judge(context, refuseUnused, undefined);
    judge(context, refuseStrayVariables, undefined);
  }
  return own;
}

/** Several files may define one document; the first definition counts. */
function firstById(documents: readonly SourceDocument[]): Map<string, SourceDocument> {
  return new Map(documents.toReversed().map((each) => [each.id, each]));
}

type Resolve<Meaning> = (context: Context, definition: Definition) => Meaning;

function openContext(shared: Shared, shaped: ShapedSpec, included: readonly Resolved[]): Context {
  const { files, shapes, names, path } = shaped;
  const meant = new Map(shapes.flatMap((shape) => [...shape.meant]));
  const judgement: Judgement = { names, lost: lostNouns(shaped), meant, problems: [] };
  const [document] = files.documents;
  const root = decoderOf(rootKeys)(judgement, document && cursorOf(document));
  const byName = <Value>(noun: Noun, of: (resolved: Resolved) => Iterable<[string, Value]>) =>
    shaped.specs.flatMap(({ path: inner }, index) =>
      [...(included[index] === undefined ? [] : of(included[index]))].map(
        ([name, value]) => [nameIn(inner.at(-1) ?? '', noun, name) ?? name, value] as const,
      ),
    );
  return {
    ...judgement,
    ...shared,
    root,
    services: new Map(byName('service', (each) => each.services)),
    unit: path.join('/'),
    siteNames: siteNamesOf(names),
    variables: new Map(byName('variable', (each) => each.variables)),
    siteValues: undefined,
    usedVariables: new Map(),
    // Destinations have no definition but those of sites; their names join as those of variables do.
    wantedNames: new Map(byName('variable', (each) => each.wantedNames)),
  };
}

/** A site's target options as the schema accepts them; empty if it refuses the file. */
function targetsOf(
  shapes: ReadonlyMap<Document, FileShape>,
  { name, cursor }: Definition,
): SiteTargets {
  return shapes.get(cursor.document)?.typed?.sites?.[name]?.targets ?? {};
}

/** The shape of each file. A spec may have thousands of files, and as many sites. */
function shapesByFile({ files, shapes }: ShapedSpec): ReadonlyMap<Document, FileShape> {
  const pairs = files.documents.flatMap((document, index): [Document, FileShape][] => {
    const shape = shapes[index];
    return shape === undefined ? [] : [[document, shape]];
  });
  return new Map(pairs);
}

/** Nouns whose definitions may be in an unreadable file, under a mistyped key, or in the wrong shape. */
function lostNouns(shaped: ShapedSpec): ReadonlySet<Noun> {
  const isLost = (key: string, kind: Node['kind']) =>
    isAnywhere(shaped, key, ({ node }) => node.kind !== kind);
  const isIncomplete = !shaped.files.complete || shaped.specs.some(isBroken);
  if (isIncomplete || isLost('include', 'list')) return new Set(nouns);
  return new Set(nouns.filter((noun) => isLost(homes[noun].under, homes[noun].kind)));
}

/** Whether definitions of an included spec may be missing. */
function isBroken(shaped: ShapedSpec): boolean {
  return lostNouns(shaped).size > 0;
}

/** Whether a file has the key with a value that matches, or an unknown key that probably means it. */
function isAnywhere(
  { files, shapes }: ShapedSpec,
  key: string,
  isAsked: (value: Cursor) => boolean,
): boolean {
  return files.documents.some((document, index) => {
    const value = child(cursorOf(document), key);
    const isMeant = shapes[index]?.meant.get(document.root)?.has(key) === true;
    return isMeant || (value !== undefined && isAsked(value));
  });
}

/** A spec needs groups, and sites unless another spec includes it: in a file of its own, or groups in an included spec. */
function emptyParts(shaped: ShapedSpec): Problem[] {
  const [root] = shaped.files.documents;
  if (!shaped.files.complete || root?.root.kind !== 'map') return [];
  const has = (key: string) => isAnywhere(shaped, key, () => true);
  const needsSites = shaped.path.length === 0 && !has('sites');
  const missing = [
    has('groups') || shaped.specs.length > 0 ? [] : [noGroups],
    needsSites ? [noSites] : [],
  ].flat();
  return missing.map((refusal) => problemAt(refusal, root.locate([])));
}

const noGroups: Refusal = {
  rule: 'no-groups',
  message: 'the spec defines no groups',
  help: 'add "groups:", or include a file with groups',
};

const noSites: Refusal = {
  rule: 'no-sites',
  message: 'the spec defines no sites',
  help: 'add "sites:", or include a file with sites',
};
