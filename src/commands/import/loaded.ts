import { visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import { knownServices, serviceKey } from '../../import/services.ts';
import { type LoadedSpec, loadSpec } from '../../language/load.ts';
import type { FileReader } from '../../language/spec-folder.ts';
import type { Group, Service, Spec } from '../../language/types.ts';
import { type ImportPlaces, nameIn } from './places.ts';

/** The root file with which a part is read that no spec is named for. No directory has such a file. */
const soleRoot = '.portolan-import-root.yaml';

/** The files that an import changes: they are read from memory, and all others from the disk. */
export type Overlay = ReadonlyMap<string, string | undefined>;

/** Reads the spec of `--into`, or the part alone. Throws InvalidSpec for an invalid one. */
export function load(read: FileReader, places: ImportPlaces, overlay: Overlay): LoadedSpec {
  const root = places.spec ?? soleRoot;
  const texts = new Map(overlay).set(soleRoot, rootOf(places.part));
  const loaded = loadSpec(over(read, texts), nameIn(places, root));
  if (loaded.ok) return loaded.value;
  const { problems, sources } = loaded.error;
  const ofRoot = problems.find(({ at }) => at.file === nameIn(places, soleRoot));
  // No such file is on the disk, so a code frame of it would only confuse.
  if (ofRoot !== undefined)
    throw new UserError(
      `${visible(nameIn(places, places.part))} cannot be included: ${ofRoot.message}; nothing was written`,
      'restore the part from version control, or use another file with --out',
    );
  throw new InvalidSpec(problems, sources);
}

const placeholder = 'portolan-import-placeholder';

/** A part for a spec that needs a group, before the real part exists. No file ever contains it. */
export const placeholderPart = `version: 1
services: { ${placeholder}: { ports: [tcp/1], application: other } }
groups:
  - id: ${placeholder}
    title: Placeholder
    tier: required
    endpoints: [{ host: placeholder.example.com, service: ${placeholder} }]
`;

/** A spec whose site selects nothing of the part, so that the part needs no values of a site. */
function rootOf(part: string): string {
  return `${placeholderPart}name: part
prefix: part
title: Part
include: [${JSON.stringify(part)}]
sites:
  part:
    clients: [192.0.2.1]
    resolvers: [self]
    enforce: additive
    tiers: [required]
    select: { groups: [${placeholder}] }
    targets: { iptables: {} }
`;
}

function over(read: FileReader, texts: Overlay): FileReader {
  return (path) => {
    if (!texts.has(path)) return read(path);
    const text = texts.get(path);
    return text === undefined ? { kind: 'missing' } : { kind: 'bytes', bytes: Buffer.from(text) };
  };
}

/** The groups of the part in a spec that includes it. */
export function groupsOfPart({ spec }: LoadedSpec, places: ImportPlaces): readonly Group[] {
  const file = nameIn(places, places.part);
  return spec.groups.filter(({ place }) => place.file === file);
}

/** The hosts that the spec declines, as it writes them. */
export function declinedIn({ unresolved }: Spec): ReadonlySet<string> {
  const own = unresolved.filter(({ unit }) => unit === '');
  return new Set(own.flatMap(({ names }) => names.map(({ written }) => written)));
}

/** The services that a part can use, those that it defines itself first. */
export function servicesFor(
  spec: Spec,
  own: ReadonlySet<string>,
): {
  readonly known: ReturnType<typeof knownServices>;
  readonly keyOfServices: (names: readonly string[]) => string;
} {
  const services = [...spec.services.values()].filter(
    ({ name, unit }) => unit === '' && name !== placeholder,
  );
  const isOwn = ({ name }: Service) => own.has(name);
  const sorted = [...services.filter(isOwn), ...services.filter((each) => !isOwn(each))];
  const keys = new Map(services.map((service) => [service.name, serviceKey(service)]));
  return {
    known: knownServices(sorted),
    keyOfServices: (names) =>
      names
        .map((name) => keys.get(name) ?? name)
        .sort()
        .join('\n'),
  };
}
