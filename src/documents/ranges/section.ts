import { getOrAdd } from '../../maps.ts';
import type { DocumentSection } from '../document.ts';
import { slugOf, wholeDocument } from '../kit/section.ts';
import { plainWords } from '../kit/words.ts';

const family = /^(?:ip|(?:ip)?v[46]|ip[46])$/;

/**
 * Makes a section of each key at the top of a document. Keys that differ in an address family alone, such as `prefixes`
 * and `ipv6_prefixes`, are one section.
 */
export class Sections {
  readonly #byKey = new Map<string, DocumentSection>();

  of(topKey: string): DocumentSection {
    const words = topKey
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .split(/[^A-Za-z0-9]+/)
      .filter((word) => word !== '' && !family.test(word.toLowerCase()));
    const key = slugOf(words.join('-'));
    return getOrAdd(this.#byKey, key, () => sectionOf(key, plainWords(words.join('_'))));
  }
}

function sectionOf(key: string, words: string): DocumentSection {
  return key === '' ? wholeDocument : { ...wholeDocument, key, title: words, citation: words };
}
