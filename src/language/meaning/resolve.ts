import { compareText } from '../../net/order.ts';
import { type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { IncludedFile, SiteTargets, SpecFile } from '../document.ts';
import type { SpecFiles } from '../include.ts';
import type { Shape } from '../shape/validate.ts';
import type { SpecFolder } from '../spec-folder.ts';
import type { Service, Spec } from '../types.ts';
import { type Cursor, child, cursorOf } from '../yaml/cursor.ts';
import type { Node } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';
import type { Context } from './context.ts';
import { decoderOf } from './decode.ts';
import { type Definition, type Definitions, homes, type Noun, nouns } from './definitions.ts';
import { resolveDocument, resolveGroup } from './groups.ts';
import { type Judgement, judge } from './judgement.ts';
import { rootKeys } from './keys.ts';
import { resolveDefinedServices } from './services.ts';
import { refuseUnused, siteNamesOf } from './site-destinations.ts';
import { refuseStrayVariables, resolveVariable } from './site-variables.ts';
import { resolveSite } from './sites.ts';
import { resolveTests } from './tests.ts';
import { openDeclined, resolveUnresolved } from './unresolved.ts';

/** The shape of a file, and its typed value; undefined if the file has a mistake. */
export type FileShape = Shape & { readonly typed: SpecFile | IncludedFile | undefined };

/** The files of a spec with their shapes and names; `shapes` has the order of the documents. */
export type Parts = {
  readonly folder: SpecFolder;
  readonly files: SpecFiles;
  readonly shapes: readonly FileShape[];
  readonly names: Definitions;
};

/**
 * Resolves all parts of a spec whose shape allows it, and reports all their mistakes.
 * The spec is complete only if neither the shapes nor this function report a problem.
 */
export function resolveSpec(parts: Parts): { spec: Spec; problems: readonly Problem[] } {
  const { all } = parts.names;
  const context = openContext(parts);
  const shapes = shapesByFile(parts);
  for (const [name, service] of judge(context, resolveDefinedServices, new Map()))
    context.services.set(name, service);
  const judgeAll = <Meaning>(resolve: Resolve<Meaning>, definitions: readonly Definition[]) =>
    judge(context, (own) => definitions.map((each) => resolve(own, each)), []);
  for (const each of judgeAll(resolveVariable, all.variable))
    context.variables.set(each.name, each);
  const { name, title, owner } = context.root;
  const groups = judgeAll(resolveGroup, all.group);
  const unresolved = judgeAll(resolveUnresolved, all['unresolved item']);
  const sites = judgeAll(
    (own, site) => resolveSite(own, site, targetsOf(shapes, site)),
    all.site,
  ).sort((a, b) => compareText(a.id, b.id));
  const spec: Spec = {
    name,
    title,
    owner,
    documents: new Map(judgeAll(resolveDocument, all.document).map((each) => [each.id, each])),
    variables: context.variables,
    services: context.services,
    groups,
    unresolved,
    unfinishedLists: context.unfinishedLists,
    sites,
    tests: judge(context, (own) => resolveTests(own, all.test, sites), []),
  };
  if (spec.groups.length === all.group.length) {
    judge(context, refuseUnused, undefined);
    judge(context, refuseStrayVariables, undefined);
  }
  const declined = openDeclined(spec.unresolved, spec.groups);
  return { spec, problems: [...context.problems, ...declined, ...emptyParts(parts)] };
}

type Resolve<Meaning> = (context: Context, definition: Definition) => Meaning;

function openContext(parts: Parts): Context {
  const { folder, files, shapes, names } = parts;
  const meant = new Map(shapes.flatMap((shape) => [...shape.meant]));
  const judgement: Judgement = { names, lost: lostNouns(parts), meant, problems: [] };
  const [document] = files.documents;
  const root = decoderOf(rootKeys)(judgement, document && cursorOf(document));
  const services = new Map<string, Service>();
  return {
    ...judgement,
    folder,
    root,
    services,
    lists: new Map(),
    unfinishedLists: [],
    siteNames: siteNamesOf(names),
    variables: new Map(),
    siteValues: undefined,
    usedVariables: new Map(),
    wantedNames: new Map(),
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
function shapesByFile({ files, shapes }: Parts): ReadonlyMap<Document, FileShape> {
  const pairs = files.documents.flatMap((document, index): [Document, FileShape][] => {
    const shape = shapes[index];
    return shape === undefined ? [] : [[document, shape]];
  });
  return new Map(pairs);
}

/** Nouns whose definitions may be in an unreadable file, under a mistyped key, or in the wrong shape. */
function lostNouns(parts: Parts): Set<Noun> {
  const isLost = (key: string, kind: Node['kind']) =>
    isAnywhere(parts, key, ({ node }) => node.kind !== kind);
  if (!parts.files.complete || isLost('include', 'list')) return new Set(nouns);
  return new Set(nouns.filter((noun) => isLost(homes[noun].under, homes[noun].kind)));
}

/** Whether a file has the key with a value that matches, or an unknown key that probably means it. */
function isAnywhere(
  { files, shapes }: Parts,
  key: string,
  isAsked: (value: Cursor) => boolean,
): boolean {
  return files.documents.some((document, index) => {
    const value = child(cursorOf(document), key);
    const isMeant = shapes[index]?.meant.get(document.root)?.has(key) === true;
    return isMeant || (value !== undefined && isAsked(value));
  });
}

/** A spec needs groups and sites, in the root file or an included one. */
function emptyParts(parts: Parts): Problem[] {
  const [root] = parts.files.documents;
  if (!parts.files.complete || root?.root.kind !== 'map') return [];
  const has = (key: string) => isAnywhere(parts, key, () => true);
  const missing = [has('groups') ? [] : [noGroups], has('sites') ? [] : [noSites]].flat();
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
