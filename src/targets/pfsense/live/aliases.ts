import { grouped } from '../../../maps.ts';
import type { LiveStatement } from '../../device.ts';
import type { LiveAlias, LiveConfig } from '../read/backup/config.ts';
import { placeOf } from '../read/backup/fields.ts';

/** How the aliases of the site on a firewall differ from those of its file. The order of entries has no meaning. */
export function compareAliases(
  live: LiveConfig,
  files: LiveConfig,
  prefix: string,
): LiveStatement[] {
  const isOwn = ({ name }: LiveAlias) => name.startsWith(`${prefix}_`);
  const found = grouped(live.aliases.filter(isOwn), ({ name }) => name);
  const wanted = new Map(files.aliases.map((alias) => [alias.name, alias]));
  return [
    ...files.aliases
      .filter(({ name }) => !found.has(name))
      .map((alias) => about(files.file, alias, 'this alias of the files is missing on the device')),
    ...[...found].flatMap(([name, same]) =>
      same.flatMap((alias, at) =>
        at === 0
          ? compareAlias(live.file, alias, wanted.get(name))
          : [about(live.file, alias, 'the device has this alias a second time')],
      ),
    ),
  ];
}

function compareAlias(
  file: string,
  found: LiveAlias,
  wanted: LiveAlias | undefined,
): LiveStatement[] {
  if (wanted === undefined) return [about(file, found, 'the files have no alias with this name')];
  const [here, there] = [new Set(found.entries), new Set(wanted.entries)];
  const entry = (text: string, message: string) => ({
    ...about(file, found, message),
    text: `${found.name}: ${text}`,
  });
  const same = (['type', 'descr', 'detail'] as const).filter((key) => !isSame(key, found, wanted));
  return [
    ...[...here]
      .filter((text) => !there.has(text))
      .map((text) => entry(text, 'the files do not have this entry in the alias')),
    ...[...there]
      .filter((text) => !here.has(text))
      .map((text) => entry(text, 'this entry is missing in the alias')),
    ...(same.length === 0
      ? []
      : [about(file, found, `this alias is not as in the files: ${same.join(', ')}`)]),
  ];
}

/** The details describe the entries, so they are compared as the entries are: in any order. */
function isSame(key: 'type' | 'descr' | 'detail', found: LiveAlias, wanted: LiveAlias): boolean {
  if (key !== 'detail') return found[key] === wanted[key];
  const details = new Map(
    wanted.entries.map((entry, at) => [entry, wanted.detail.split('||')[at]]),
  );
  const own = found.detail.split('||');
  return found.entries.every((entry, at) => !details.has(entry) || details.get(entry) === own[at]);
}

function about(file: string, alias: LiveAlias, message: string): LiveStatement {
  return { message, at: placeOf(file, alias), text: aliasText(alias) };
}

/** An alias in one line. */
export function aliasText({ name, type }: LiveAlias): string {
  return `alias ${name} (${type})`;
}
