import { visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { textsBelow } from '../../file-set.ts';
import type { Spec } from '../../language/types.ts';
import type { Refusal } from '../../problem.ts';
import { restore } from '../../render/conversion.ts';
import {
  compareLive,
  type Dump,
  type LiveReport,
  type WithLive,
} from '../../review/live/compare.ts';
import { deviceOf } from '../../review/live/device.ts';
import type { Given } from '../cli/verb.ts';
import { readDump } from '../shared/dump.ts';
import { defaultSpec, type out, type site } from '../shared/options.ts';
import { outputFolder, storedSet } from '../shared/output-folder.ts';
import { selectionOf } from '../shared/selection.ts';
import { generateCommand } from '../shared/shell.ts';
import { limitOf, readSpec } from '../shared/spec.ts';

/** The words of `check --live`: dumps, and at most one spec. */
type LiveWords = Given<typeof out | typeof site> & {
  readonly live: readonly string[];
  readonly spec: readonly string[];
  readonly maxSize: string | undefined;
  readonly format: string;
};

/**
 * Compares dumps of a device with the files of a site on the disk. Reads the spec only to find the site. Throws a
 * UserError for dumps that do not show enough, and InvalidSpec. Writes nothing.
 */
export async function compareWithDevice(words: LiveWords): Promise<LiveReport> {
  const { spec: named, files } = sorted(words);
  const dumps = files.map((file) => readDump(file, limitOf({ ...words, spec: named })));
  const device = await deviceOf(dumps);
  if (!device.ok) throw refusedWith(device.error);
  const { target } = device.value;
  const { spec } = readSpec({ ...words, spec: named });
  const id = siteOf(spec, words.site, device.value, dumps);
  const folder = outputFolder(named, words.out);
  const { stored } = restore(storedSet(folder, id));
  const texts = textsBelow(stored.files, target.name);
  if (texts.size === 0)
    throw new UserError(
      `no ${target.name} files of site ${visible(id)} in ${visible(folder)}`,
      `run "${visible(generateCommand(named, words.out))}"`,
    );
  const report = compareLive(id, device.value, dumps, texts);
  if (!report.ok) throw refusedWith(report.error);
  return report.value;
}

/** An argument is the spec if it ends like one; every other one is a dump, as a shell's pattern lists them. */
function sorted({ live, spec }: LiveWords): {
  readonly spec: string;
  readonly files: readonly string[];
} {
  const specs = [...new Set(spec.filter(isSpec))];
  const [first = defaultSpec, second] = specs;
  if (second !== undefined)
    throw new UserError('--live compares with one spec', 'pass one spec file');
  return { spec: first, files: [...live, ...spec.filter((word) => !isSpec(word))] };
}

function isSpec(word: string): boolean {
  return /\.ya?ml$/.test(word);
}

function refusedWith({ message, help }: Refusal): UserError {
  return new UserError(visible(message), visible(help));
}

/** The site that the user names, or the only one whose prefix the dumps contain. */
function siteOf(
  spec: Spec,
  named: readonly string[],
  { target, live }: WithLive,
  dumps: readonly Dump[],
): string {
  selectionOf(spec, { site: named, target: [target.name] });
  const [first, second] = named;
  if (second !== undefined)
    throw new UserError('--live compares with one site', 'pass --site once');
  if (first !== undefined) return first;
  const prefixes = live.prefixesIn(dumps);
  if (!prefixes.ok) throw refusedWith(prefixes.error);
  const found = spec.sites.filter(
    (each) => target.name in each.targets && prefixes.value?.has(each.prefix) !== false,
  );
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only.id;
  throw new UserError(
    only === undefined
      ? 'the dumps contain nothing of a site of the spec'
      : `the dumps fit several sites: ${visible(found.map(({ id }) => id).join(', '))}`,
    'name the site with --site',
  );
}
