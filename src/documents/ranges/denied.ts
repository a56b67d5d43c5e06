import { getOrAdd } from '../../maps.ts';
import type { Labels } from '../document.ts';
import { denialIn } from '../kit/denial.ts';
import { quote } from '../kit/secrets.ts';
import { plainWords } from '../kit/words.ts';

/** A longer text is prose, whose beginning says what it is about. */
const longestText = 300;

/** What a key says about its value. */
type Key = { readonly isAllowing: boolean; readonly isDenying: boolean };

/** Finds what denies or limits the networks of a JSON document: keys such as `blocked`, labels such as `action: deny`. */
export class Denials {
  readonly #byText = new Map<string, { readonly denial: string | undefined }>();
  // Most objects of a document have the same keys.
  readonly #keys = new Map<string, Key>();

  /** Why a key takes back the networks below it; undefined if it does not. */
  ofKey(key: string): string | undefined {
    return this.#key(key).isDenying
      ? `its key ${quote(plainWords(key, 60))} denies or limits it`
      : undefined;
  }

  /** Why the labels of an object take back its networks; undefined if none does. */
  ofLabels(labels: Labels): string | undefined {
    for (const [label, values] of labels) {
      const key = this.#key(label);
      const value = values.find((each) => this.#isDenied(key, each));
      if (value !== undefined) {
        const shown = `${plainWords(label, 60)}: ${plainWords(value, 60)}`;
        return `its label ${quote(shown)} denies or limits it`;
      }
    }
    return undefined;
  }

  #isDenied({ isAllowing, isDenying }: Key, value: string): boolean {
    if (isAllowing) return isNegative(value);
    if (isDenying) return !isNegative(value);
    return this.#in(spaced(value)) !== undefined;
  }

  #key(text: string): Key {
    return getOrAdd(this.#keys, text, () => {
      const words = wordsOf(text);
      return { isAllowing: allowing.test(words), isDenying: this.#in(words) !== undefined };
    });
  }

  #in(text: string): string | undefined {
    const short = text.slice(0, longestText);
    return getOrAdd(this.#byText, short, () => ({ denial: denialIn(short) })).denial;
  }
}

/** Labels that allow, unless they say no. */
const allowing =
  /^(?:is )?(?:allow(?:ed)?|permit(?:ted)?|active|enabled|in use|supported|current|valid)$/i;

function isNegative(value: string): boolean {
  return /^(?:false|no|n|0|none|null|never)$/i.test(value.trim());
}

/** A key in words: `blockedIps` and `blocked_ips` are `blocked ips`. */
function wordsOf(text: string): string {
  return spaced(text.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2'));
}

/** A value is no key: the name DropBox is one word. */
function spaced(text: string): string {
  return text.replaceAll(/[_-]+/g, ' ');
}
