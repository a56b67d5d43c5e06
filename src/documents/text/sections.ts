import type { Tier } from '../../language/types.ts';
import type { DocumentSection } from '../document.ts';
import { slugOf } from '../kit/section.ts';
import { plainWords } from '../kit/words.ts';
import { withoutEmphasis } from './markup.ts';
import type { Context } from './parts.ts';

/** What makes a section: the words that head it, the heading above it, and the tier. */
export type SectionWords = {
  readonly head: string | undefined;
  readonly citation: string | undefined;
  readonly tier: Tier | undefined;
  /** Whether the same words below another heading are the same section. */
  readonly isShared?: boolean;
};

/** The sections of a document, each with a key of its own. */
export class Sections {
  readonly #byKey = new Map<string, DocumentSection>();

  /** The section of these words: the same one for the same words, and one key for each tier and heading. */
  of({ head = '', citation, tier, isShared = false }: SectionWords): DocumentSection {
    const { title, purpose } = partsOf(head);
    const above = keyOf(citation ?? '');
    const slug = keyOf(title) || above;
    const section = { title: title || undefined, purpose, citation, tier, inspection: undefined };
    const isOfTier = (this.#byKey.get(slug)?.tier ?? tier) === tier;
    const second = isOfTier ? joined(slug, above) : joined(slug, tier ?? '');
    for (const key of [slug, second]) {
      const known = this.#byKey.get(key);
      if (known === undefined) return this.#add({ ...section, key });
      if (known.tier === tier && (isShared || known.citation === citation)) return known;
    }
    const last = joined(joined(slug, above), tier ?? '');
    return this.#byKey.get(last) ?? this.#add({ ...section, key: last });
  }

  #add(section: DocumentSection): DocumentSection {
    this.#byKey.set(section.key, section);
    return section;
  }
}

function joined(slug: string, end: string): string {
  return [slug, end].filter((part) => part !== '').join('-');
}

/** A slug without what stands in parentheses; letters lose their marks. */
function keyOf(words: string): string {
  const short = words.replace(/\s*\([^()]{0,200}\)\s*$/, '');
  const plain = (short === '' ? words : short).normalize('NFKD').replaceAll('\u00df', 'ss');
  return slugOf(plain.replaceAll(/[\p{M}\u00ae\u2122]/gu, ''));
}

/** `**Title** - purpose:` in its parts. */
function partsOf(head: string): { readonly title: string; readonly purpose: string | undefined } {
  const plain = plainWords(head);
  const bold = /^\*\*([^*]{1,200})\*\*:?\s*(?:[-\u2013\u2014:]\s*)?(.*)$/.exec(plain);
  const split = bold ?? /^(.{1,100}?)(?:\s+[-\u2013\u2014]\s+|:\s+)(.*)$/.exec(plain);
  const [title, purpose] = split === null ? [plain, ''] : [split[1] ?? '', split[2] ?? ''];
  return { title: ending(title), purpose: ending(purpose) || undefined };
}

function ending(words: string): string {
  return withoutEmphasis(words).replace(/[\s:;,.]+$/, '');
}

/** The nearest heading, as a citation. */
export function headingOf({ headings }: Context): string | undefined {
  return (
    plainWords(withoutEmphasis(headings.at(-1)?.reading.text ?? '')).replace(/[\s:]+$/, '') ||
    undefined
  );
}
