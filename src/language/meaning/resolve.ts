import { compareText } from '../../net/order.ts';
import { type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { IncludedFile, SiteTargets, SpecFile } from '../document.ts';
import type { Files } from '../include.ts';
import type { Sources } from '../read-source.ts';
import type { Shape } from '../shape/validate.ts';
import type { Service, Spec } from '../types.ts';
import { child, cursorOf, text, word } from '../yaml/cursor.ts';
import type { Node } from '../yaml/node.ts';
import { type Context, judge } from './context.ts';
import { resolveDocument, resolveGroup, resolveUnresolved } from './groups.ts';
import { type Definition, homes, type Names, type Noun, nouns } from './names.ts';
import { resolveDefinedServices } from './services.ts';
import { resolveSite } from './sites.ts';
import { resolveTest } from './tests.ts';
import { freeText } from './values.ts';

/** A file's shape, and the file as the schema's types describe it; undefined when it has a mistake. */
export type FileShape = Shape & { readonly typed: SpecFile | IncludedFile | undefined };

/** The files of a spec, and what is known of their shape and names; shapes stand in the order of the documents. */
export type Parts = {
  readonly sources: Sources;
  readonly files: Files;
  readonly shapes: readonly FileShape[];
  readonly names: Names;
};

/**
 * Gives meaning to all parts whose shape allows it, and names every mistake of theirs.
 * The spec is whole only when neither the shapes nor the meaning have a problem.
 */
export function resolveSpec(parts: Parts): { spec: Spec; problems: readonly Problem[] } {
  const { names, files } = parts;
  const context = openContext(parts);
  for (const [name, service] of judge<ServiceEntries>(context, resolveDefinedServices, none))
    context.services.set(name, service);
  const root = files.documents[0] && cursorOf(files.documents[0]);
  const spec: Spec = {
    name: text(child(root, 'name')) ?? '',
    title: freeText(context, child(root, 'title')) ?? '',
    owner: freeText(context, child(root, 'owner')),
    documents: judge<Spec['documents']>(context, (own) => resolveDocuments(own, names), none),
    services: soundServices(context),
    groups: judge(context, (own) => names.all.group.map((group) => resolveGroup(own, group)), []),
    unresolved: judge(
      context,
      (own) => names.all['unresolved item'].map((item) => resolveUnresolved(own, item)),
      [],
    ),
    unfinishedLists: context.unfinishedLists,
    sites: judge(context, (own) => resolveSites(own, parts), []),
    tests: judge(context, (own) => names.all.test.flatMap((test) => resolveTest(own, test)), []),
  };
  return { spec, problems: [...context.problems, ...emptyParts(parts)] };
}

function openContext({ sources, files, shapes, names }: Parts): Context {
  const root = files.documents[0] && cursorOf(files.documents[0]);
  return {
    sources,
    names,
    lost: lostNouns(files, shapes),
    services: new Map(),
    inspection: word(child(root, 'inspection'), ['bypass', 'allow']) ?? 'allow',
    prefix: text(child(root, 'prefix')) ?? '',
    lists: new Map(),
    unfinishedLists: [],
    meant: new Map(shapes.flatMap(({ meant }) => [...meant])),
    problems: [],
  };
}

type ServiceEntries = ReadonlyMap<string, Service | undefined>;

/** What stands in the place of a part in which too much is wrong. */
const none = new Map<string, never>();

function resolveDocuments(context: Context, { all }: Names): Spec['documents'] {
  return new Map(
    all.document.map((document) => [document.name, resolveDocument(context, document)]),
  );
}

function soundServices(context: Context): Map<string, Service> {
  return new Map(
    [...context.services].flatMap(([name, service]) => (service ? [[name, service]] : [])),
  );
}

function resolveSites(context: Context, parts: Parts): Spec['sites'] {
  return parts.names.all.site
    .map((site) => resolveSite(context, site, targetsOf(parts, site)))
    .sort((a, b) => compareText(a.id, b.id));
}

/** A site's options as the schema accepted them; none where it refused the file. */
function targetsOf({ files, shapes }: Parts, { name, cursor }: Definition): SiteTargets {
  const shape = shapes[files.documents.indexOf(cursor.document)];
  return shape?.typed?.sites?.[name]?.targets ?? {};
}

/** What is defined somewhere that cannot be seen: in no readable file, under a mistyped key, or in the wrong shape. */
function lostNouns({ documents, complete }: Files, shapes: readonly FileShape[]): Set<Noun> {
  const isLost = (key: string, kind: Node['kind']) =>
    documents.some((document, index) => {
      const home = child(cursorOf(document), key);
      const meant = shapes[index]?.meant.get(document.root)?.has(key) === true;
      return meant || (home !== undefined && home.node.kind !== kind);
    });
  if (!complete || isLost('include', 'list')) return new Set(nouns);
  return new Set(nouns.filter((noun) => isLost(homes[noun].under, homes[noun].kind)));
}

/** A spec without groups allows nothing, and without sites nobody; either may stand in an included file. */
function emptyParts({ files, shapes }: Parts): Problem[] {
  const [root] = files.documents;
  if (!files.complete || root?.root.kind !== 'map') return [];
  const has = (key: string) =>
    files.documents.some(
      (document, index) =>
        child(cursorOf(document), key) !== undefined ||
        shapes[index]?.meant.get(document.root)?.has(key) === true,
    );
  const missing = [has('groups') ? [] : [noGroups], has('sites') ? [] : [noSites]].flat();
  return missing.map((refusal) => problemAt(refusal, root.locate([])));
}

const noGroups: Refusal = {
  rule: 'no-groups',
  message: 'the spec has no groups, so there is nothing to allow',
  help: 'add "groups:", or include a file that has them',
};

const noSites: Refusal = {
  rule: 'no-sites',
  message: 'the spec has no sites, so there is nobody to allow it to',
  help: 'add "sites:", or include a file that has them',
};
