import { compareText } from '../../net/order.ts';
import { type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { IncludedFile, SiteTargets, SpecFile } from '../document.ts';
import type { SpecFiles } from '../include.ts';
import type { Shape } from '../shape/validate.ts';
import type { SpecFolder } from '../spec-folder.ts';
import type { Service, Spec } from '../types.ts';
import { type Cursor, child, cursorOf } from '../yaml/cursor.ts';
import type { Node } from '../yaml/node.ts';
import type { Context } from './context.ts';
import { decode } from './decode.ts';
import { type Definition, type Definitions, homes, type Noun, nouns } from './definitions.ts';
import { resolveDocument, resolveGroup, resolveUnresolved } from './groups.ts';
import { type Judgement, judge } from './judgement.ts';
import { rootKeys } from './keys.ts';
import { resolveDefinedServices } from './services.ts';
import { resolveSite } from './sites.ts';
import { resolveTest } from './tests.ts';

/** A file's shape, and the file as the schema's types describe it; undefined when it has a mistake. */
export type FileShape = Shape & { readonly typed: SpecFile | IncludedFile | undefined };

/** The files of a spec, and what is known of their shape and names; shapes stand in the order of the documents. */
export type Parts = {
  readonly folder: SpecFolder;
  readonly files: SpecFiles;
  readonly shapes: readonly FileShape[];
  readonly names: Definitions;
};

/**
 * Gives meaning to all parts whose shape allows it, and names every mistake of theirs.
 * The spec is whole only when neither the shapes nor the meaning have a problem.
 */
export function resolveSpec(parts: Parts): { spec: Spec; problems: readonly Problem[] } {
  const { all } = parts.names;
  const context = openContext(parts);
  for (const [name, service] of judge(context, resolveDefinedServices, new Map()))
    context.services.set(name, service);
  const judgeAll = <Meaning>(resolve: Resolve<Meaning>, definitions: readonly Definition[]) =>
    judge(context, (own) => definitions.map((each) => resolve(own, each)), []);
  const { name, title, owner } = context.root;
  const spec: Spec = {
    name,
    title,
    owner,
    documents: new Map(judgeAll(resolveDocument, all.document).map((each) => [each.id, each])),
    services: context.services,
    groups: judgeAll(resolveGroup, all.group),
    unresolved: judgeAll(resolveUnresolved, all['unresolved item']),
    unfinishedLists: context.unfinishedLists,
    sites: judgeAll((own, site) => resolveSite(own, site, targetsOf(parts, site)), all.site).sort(
      (a, b) => compareText(a.id, b.id),
    ),
    tests: judgeAll(resolveTest, all.test).flat(),
  };
  return { spec, problems: [...context.problems, ...emptyParts(parts)] };
}

type Resolve<Meaning> = (context: Context, definition: Definition) => Meaning;

function openContext(parts: Parts): Context {
  const { folder, files, shapes, names } = parts;
  const meant = new Map(shapes.flatMap((shape) => [...shape.meant]));
  const judgement: Judgement = { names, lost: lostNouns(parts), meant, problems: [] };
  const [document] = files.documents;
  const root = decode(judgement, document && cursorOf(document), rootKeys);
  const services = new Map<string, Service>();
  return { ...judgement, folder, root, services, lists: new Map(), unfinishedLists: [] };
}

/** A site's options as the schema accepted them; none where it refused the file. */
function targetsOf({ files, shapes }: Parts, { name, cursor }: Definition): SiteTargets {
  const shape = shapes[files.documents.indexOf(cursor.document)];
  return shape?.typed?.sites?.[name]?.targets ?? {};
}

/** What is defined somewhere that cannot be seen: in no readable file, under a mistyped key, or in the wrong shape. */
function lostNouns(parts: Parts): Set<Noun> {
  const isLost = (key: string, kind: Node['kind']) =>
    isAnywhere(parts, key, ({ node }) => node.kind !== kind);
  if (!parts.files.complete || isLost('include', 'list')) return new Set(nouns);
  return new Set(nouns.filter((noun) => isLost(homes[noun].under, homes[noun].kind)));
}

/** Whether a file has a key with a value that is asked for, or an unknown key that is this one mistyped. */
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

/** A spec without groups allows nothing, and without sites nobody; either may stand in an included file. */
function emptyParts(parts: Parts): Problem[] {
  const [root] = parts.files.documents;
  if (!parts.files.complete || root?.root.kind !== 'map') return [];
  const has = (key: string) => isAnywhere(parts, key, () => true);
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
