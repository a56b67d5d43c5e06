import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importDocument } from '../../src/import/import-document.ts';
import type { ImportedEndpoint, ImportedGroup, ImportedPart } from '../../src/import/part.ts';
import type { KnownServices } from '../../src/import/services.ts';
import type { Endpoint, Group, Spec } from '../../src/language/types.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { compileSites } from '../../src/policy/compile-sites.ts';
import { hostileReading, settings } from '../support/import.ts';
import { anySettings, formerAs, specOf } from '../support/import-spec.ts';
import { runs } from '../support/runs.ts';

/** Ids that YAML reads as something else, and one that leaves no room for more. */
const anyId = fc.constantFrom('o365', 'true', 'null', 'on', 'y', 'a'.repeat(32));
/** Services of the spec: one that a part reuses, and one whose name means other ports there. */
const services =
  'services: { "null": { ports: [tcp/443], application: tls }, http: { ports: [tcp/81], application: http } }\n';
const ofSpec = [
  { name: 'null', ports: ['tcp/443'], application: 'tls' },
  { name: 'http', ports: ['tcp/81'], application: 'http' },
] as const;
const known: KnownServices = {
  names: new Map([['tls tcp/443', 'null']]),
  taken: new Set(['null', 'http']),
};

test('the part says what was imported and nothing else, with hostile text in every field', () => {
  fc.assert(
    fc.property(hostileReading, anySettings, anyId, (reading, { more, form }, id) => {
      const imported = importDocument(reading, { ...settings, ...more, id, known }, formerAs(form));
      if (!imported.ok) return;
      const { part } = imported.value;
      const spec = specOf(part, services);
      expect(saidBy(spec)).toEqual(expected(part));
      expect(compileSites(spec).ok).toBe(true);
    }),
    { numRuns: runs(1000) },
  );
});

/** All of a spec that a part can say. */
function saidBy(spec: Spec) {
  return {
    documents: [...spec.documents].map(
      ([id, { place: _place, sha256Place: _sha256Place, ...document }]) => [id, document],
    ),
    services: [...spec.services.values()].map(({ name, ports, application }) => ({
      name,
      ports: ports.map(formatPortRange),
      application,
    })),
    groups: spec.groups.map(saidByGroup),
    unresolved: spec.unresolved.map(({ id, kind, text, source, names }) => ({
      id,
      kind,
      text,
      section: source?.section,
      document: source?.document,
      names,
    })),
    sites: spec.sites.map(({ id, place }) => `${id} in ${place.file}`),
    tests: spec.tests,
    variables: [...spec.variables.keys()],
  };
}

function saidByGroup({ wanted, endpoints, ...group }: Group) {
  const { id, title, tier, inspection, purpose, source, tags, applications } = group;
  return {
    id,
    title,
    tier,
    inspection,
    purpose,
    section: source?.section,
    document: source?.document,
    tags,
    applications,
    wanted,
    endpoints: endpoints.map((endpoint) => saidByEndpoint(endpoint, inspection)),
  };
}

function saidByEndpoint(endpoint: Endpoint, ofGroup: Group['inspection']) {
  const { written, list, services, printed, note, inspection, ticket, requester, expires } =
    endpoint;
  return {
    written,
    list,
    services: services.map(({ name }) => name),
    printed: printed && JSON.parse(JSON.stringify(printed)),
    note,
    more: [inspection === ofGroup, ticket, requester, expires],
  };
}

/** The same of the part itself. */
function expected(part: ImportedPart): ReturnType<typeof saidBy> {
  const none = { publisher: undefined, domains: [], revision: undefined, date: undefined };
  return {
    documents: [[part.id, { id: part.id, ...none, url: undefined, ...part.document }]],
    services: [...ofSpec, ...part.services].map((service) => ({
      ...service,
      ports: [...service.ports],
    })),
    groups: part.groups.map((group) => expectedGroup(part.id, group)),
    unresolved: part.unresolved.map(({ id, kind, text, section }) => ({
      id,
      kind,
      text,
      section,
      document: part.id,
      names: [],
    })),
    sites: ['branch in spec.yaml'],
    tests: [],
    variables: [],
  };
}

function expectedGroup(document: string, group: ImportedGroup): ReturnType<typeof saidByGroup> {
  const { id, title, tier, inspection, purpose, section, endpoints } = group;
  return {
    id,
    title,
    tier,
    inspection,
    purpose,
    section,
    document,
    tags: [],
    applications: {},
    wanted: [],
    endpoints: endpoints.flatMap(expectedEndpoints),
  };
}

function expectedEndpoints(endpoint: ImportedEndpoint): ReturnType<typeof saidByEndpoint>[] {
  const { form, value, services, printed, note, lines = [] } = endpoint;
  const isList = form === 'list';
  return (isList ? lines : [value]).map((written) => ({
    written,
    list: isList ? `vendor/${value}` : undefined,
    services: [...services],
    printed,
    note,
    more: [true, undefined, undefined, undefined],
  }));
}
