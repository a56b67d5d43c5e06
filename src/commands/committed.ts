import { textsBelow } from '../file-set.ts';
import { storedSet } from './shared/output-folder.ts';

/** The files of one site as they lie below the output folder: those of a target by its name, or undefined for none. */
export function committedFiles(
  folder: string,
  site: string,
): (target: string) => ReadonlyMap<string, string> | undefined {
  const { files } = storedSet(folder, site);
  return (target) => {
    const texts = textsBelow(files, target);
    return texts.size === 0 ? undefined : texts;
  };
}
