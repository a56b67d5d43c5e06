import type { LiveStatement } from '../../device.ts';
import {
  entriesOf,
  type LiveEntry,
  type LivePlace,
  type ObjectKind,
  objectKinds,
} from '../read/config/entries.ts';
import { ownObjects } from './contents.ts';

/** How the objects of the site on a device differ from those of its file. The order of members has no meaning. */
export function compareObjects(
  device: LivePlace | undefined,
  files: LivePlace | undefined,
  prefix: string,
): LiveStatement[] {
  return objectKinds.flatMap((kind) => {
    const wanted = new Map(entriesOf(files, kind).map((entry) => [entry.name, entry]));
    const found =
      kind === 'tag'
        ? entriesOf(device, kind).filter(({ name }) => name === prefix)
        : ownObjects(device, kind, prefix);
    const names = new Set(found.map(({ name }) => name));
    return [
      ...[...wanted.values()]
        .filter(({ name }) => !names.has(name))
        .map((entry) => about(kind, entry, 'this object of the files is missing on the device')),
      ...found.flatMap((entry) => compareObject(kind, entry, wanted.get(entry.name))),
    ];
  });
}

/**
 * Objects with a name of the site and other contents, in a place above it. By an option of Panorama, those of a place
 * above come first, and a configuration does not show whose.
 */
export function shadowingObjects(
  above: readonly (LivePlace | undefined)[],
  files: LivePlace | undefined,
): LiveStatement[] {
  return objectKinds.flatMap((kind) => {
    const wanted = new Map(entriesOf(files, kind).map((entry) => [entry.name, entry]));
    return above
      .flatMap((place) => entriesOf(place, kind))
      .filter(({ name }) => wanted.has(name))
      .filter((entry) => compareObject(kind, entry, wanted.get(entry.name)).length > 0)
      .map((entry) =>
        about(kind, entry, 'another place has this object of the site with other contents'),
      );
  });
}

function compareObject(
  kind: ObjectKind,
  found: LiveEntry,
  wanted: LiveEntry | undefined,
): LiveStatement[] {
  if (wanted === undefined) return [about(kind, found, 'the files have no object with this name')];
  const fields = [...new Set([...wanted.fields.keys(), ...found.fields.keys()])];
  return fields.flatMap((field) => {
    const [here, there] = [membersOf(found, field), membersOf(wanted, field)];
    const extra = [...here].filter((member) => !there.has(member));
    const missing = [...there].filter((member) => !here.has(member));
    if (!lists.has(field))
      return extra.length + missing.length === 0
        ? []
        : [about(kind, found, `this object is not as in the files: ${field}`)];
    const member = (text: string, message: string) => ({
      ...about(kind, found, message),
      text: `${objectText(kind, found)}: ${text}`,
    });
    return [
      ...extra.map((text) => member(text, 'the files do not have this entry in the list')),
      ...missing.map((text) => member(text, 'this entry is missing in the list')),
    ];
  });
}

const lists = new Set(['static', 'members', 'list']);

function membersOf({ fields }: LiveEntry, field: string): ReadonlySet<string> {
  return new Set(fields.get(field) ?? []);
}

function about(kind: ObjectKind, entry: LiveEntry, message: string): LiveStatement {
  return { message, at: entry.at, text: objectText(kind, entry) };
}

/** An object in a few words: `address spt-192.0.2.1`. */
export function objectText(kind: ObjectKind, { name }: LiveEntry): string {
  return `${kind === 'profiles/custom-url-category' ? 'custom-url-category' : kind} ${name}`;
}
