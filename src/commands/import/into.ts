import { quote, visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import { addInclude } from '../../language/edit/include.ts';
import { EditedText, type TextEdit } from '../../language/fix/edited-text.ts';
import { loadSpec } from '../../language/load.ts';
import { type FileReader, relativePath } from '../../language/spec-folder.ts';
import { type MapNode, toValue } from '../../language/yaml/node.ts';
import { parseYaml } from '../../language/yaml/parse.ts';
import { inQuotes } from '../../language/yaml/quotes.ts';
import { textOf } from './files.ts';
import { type ImportPlaces, nameIn } from './places.ts';

/**
 * The text of the spec of `--into` with the part among its includes; the text as it is if the spec has the part already.
 * Undefined without `--into`. Throws a UserError without such a file, and InvalidSpec for a text that is not YAML.
 */
export function specWithPart(read: FileReader, places: ImportPlaces): string | undefined {
  const { spec, part } = places;
  if (spec === undefined) return undefined;
  const name = nameIn(places, spec);
  const text = textOf(read, places, spec);
  if (text === undefined)
    throw new UserError(
      `file not found: ${visible(name)}; nothing was written`,
      'pass the path of the spec to --into, or create one with "portolan init"',
    );
  const parsed = parseYaml(name, text);
  if (!parsed.ok) throw new InvalidSpec(parsed.error, new Map([[name, text]]));
  const { root } = parsed.value;
  if (root.kind === 'map' && (names(root, part) || includes(read, places))) return text;
  const edit = root.kind === 'map' ? addInclude(text, root, itemOf(part)) : undefined;
  if (edit === undefined)
    throw new UserError(
      `${visible(name)} has no place for an include; nothing was written`,
      `add the part to its "include" by hand: ${quote(part)}`,
    );
  return new EditedText<TextEdit>(text, [edit]).current;
}

/** A path as an item of YAML, in quotes if it is not plain. */
function itemOf(path: string): string {
  return /^[A-Za-z][A-Za-z0-9_./-]*$/.test(path) ? path : inQuotes(path);
}

/** Whether the spec itself names the part. */
function names(root: MapNode, part: string): boolean {
  const include = root.entries.get('include')?.value;
  const items = include?.kind === 'list' ? include.items.map(toValue) : [];
  return items.some((item) => {
    const path = typeof item === 'string' ? relativePath('include', '', item) : undefined;
    return path?.ok === true && path.value === part;
  });
}

/** Whether the spec reads the part, perhaps through another part. */
export function includes(read: FileReader, places: ImportPlaces): boolean {
  const loaded = loadSpec(read, nameIn(places, places.spec ?? ''));
  const { sources } = loaded.ok ? loaded.value : loaded.error;
  return sources.has(nameIn(places, places.part));
}
