import type {
  Endpoint,
  Group,
  SourceDocument,
  Spec,
  Unresolved,
  Variable,
  WantedEndpoint,
} from '../../language/types.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { annotationsOf, sourceText } from '../annotations.ts';
import type { StatementChange } from './change.ts';
import { changedStatements, type Statement, statementsUnder } from './statements.ts';

/**
 * Changed wording, documents and tickets, which allow or deny nothing. Groups and endpoints that only one side has are
 * changes of access, so they are left out.
 */
export function changedWording(before: Spec, after: Spec): StatementChange[] {
  const [old, now] = [wordsOf(before, after), wordsOf(after, before)];
  return changedStatements(new Map(old), new Map(now));
}

/** The words of a spec; of its groups and endpoints only those that the other one has too. */
function wordsOf(spec: Spec, other: Spec): [string, Statement][] {
  const groups = new Map(other.groups.map((group) => [group.id, group]));
  return [
    ...statementsUnder('spec', null, { title: spec.title, owner: spec.owner }),
    ...[...spec.variables.values()].flatMap(variableWords),
    ...[...spec.documents.values()].flatMap(documentWords),
    ...spec.unresolved.flatMap(unresolvedWords),
    ...spec.groups.flatMap((group) => {
      const twin = groups.get(group.id);
      return twin === undefined ? [] : groupWords(group, twin);
    }),
  ];
}

function variableWords({ name, description, dots, place }: Variable): [string, Statement][] {
  return statementsUnder(`variable ${name}`, place, {
    description,
    dots: dots ? 'allowed' : undefined,
  });
}

function documentWords(document: SourceDocument): [string, Statement][] {
  const { id, title, publisher, domains, revision, date, url, sha256 } = document;
  return statementsUnder(`document ${id}`, null, {
    title,
    publisher,
    domains: [...domains].sort(compareText).join(', '),
    revision,
    date,
    url,
    sha256,
  });
}

function unresolvedWords({
  id,
  kind,
  text,
  names,
  source,
  place,
}: Unresolved): [string, Statement][] {
  return statementsUnder(`unresolved ${id}`, place, {
    kind,
    text,
    names: names.length === 0 ? undefined : declinedText(names),
    source: sourceText(source),
  });
}

/** Declined names in words, in any order of the spec. */
export function declinedText(names: Unresolved['names']): string {
  return sortedUnique(
    names.map(({ written }) => written),
    compareText,
  ).join(', ');
}

function groupWords(group: Group, twin: Group): [string, Statement][] {
  const { id, title, purpose, source, tags, place } = group;
  const known = new Set([...twin.endpoints, ...twin.wanted].map(({ written }) => written));
  return [
    ...statementsUnder(`group ${id}`, place, {
      title,
      purpose,
      source: sourceText(source),
      tags: tagText(tags),
    }),
    ...[...group.endpoints, ...group.wanted]
      .filter(({ written }) => known.has(written))
      .flatMap((endpoint) => endpointWords(group, endpoint)),
  ];
}

/** Tags, sorted since their order has no meaning; undefined without any. */
export function tagText(tags: readonly string[]): string | undefined {
  return tags.length === 0 ? undefined : [...tags].sort(compareText).join(', ');
}

function endpointWords(
  { id, source: shared }: Group,
  endpoint: Endpoint | WantedEndpoint,
): [string, Statement][] {
  const { written, services, source } = endpoint;
  const names = services.map(({ name }) => name).join(', ');
  const words = Object.fromEntries(annotationsOf(endpoint));
  return statementsUnder(`endpoint ${written} (${id}, ${names})`, endpoint.place, {
    ...words,
    source: source === shared ? undefined : words['source'],
  });
}

/** Does the endpoint expire later than before, or never? Then nobody reviews it on the earlier day. */
export function endsLater({ what, before, after }: StatementChange): boolean {
  if (!what.endsWith(': expires') || before === null) return false;
  // ISO dates sort as texts.
  return after === null || after > before;
}
