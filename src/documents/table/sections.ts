import type { Tier } from '../../language/types.ts';
import type { DocumentSection } from '../document.ts';
import { slugOf } from '../kit/section.ts';
import { tierIn } from '../kit/tier.ts';
import { plainWords } from '../kit/words.ts';

/** The sections of a document, by the heading above rows and the tier of each row. */
export class Sections {
  readonly #sections = new Map<string, DocumentSection>();

  /** The section of rows. `tier` is that of their cell; without one, the heading can name it. */
  of(heading: string | undefined, tier: Tier | undefined): DocumentSection {
    const title = heading === undefined ? undefined : plainWords(heading);
    const own = title === undefined ? undefined : tierIn(title);
    const key = [slugOf(title ?? ''), tier ?? ''].filter((part) => part !== '').join('-');
    return this.#distinct(key, {
      key,
      title: title && tier ? `${title}, ${tier}` : title,
      purpose: undefined,
      citation: title,
      tier: tier ?? own,
      inspection: undefined,
    });
  }

  /** The section that has the key already, if its tier is the same; else the section with its tier in the key. */
  #distinct(key: string, section: DocumentSection): DocumentSection {
    const known = this.#sections.get(key);
    if (known?.tier === section.tier && known !== undefined) return known;
    if (known !== undefined) return this.#distinct(`${key}-${section.tier ?? 'other'}`, section);
    const made = { ...section, key };
    this.#sections.set(key, made);
    return made;
  }
}
