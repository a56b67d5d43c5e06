import { compareText } from './order.ts';
import { wholeHost } from './path.ts';
import { endsAt, type SeenPath, segmentsOf } from './path-matching.ts';

/** Values by path, to find those of all paths above or below another one without writing each path above it. */
export class PathIndex<Value> {
  readonly #whole: readonly Value[];
  /** All paths except the whole host. */
  readonly #paths: readonly string[];
  readonly #values: readonly Value[];
  /** For each path the position of the longest other one with which it begins; -1 if there is none. */
  readonly #above: readonly number[];

  constructor(values: ReadonlyMap<string, Value>) {
    const whole = values.get(wholeHost);
    this.#whole = whole === undefined ? [] : [whole];
    const sorted = [...values]
      .filter(([path]) => path !== wholeHost)
      .sort(([a], [b]) => compareText(a, b));
    this.#paths = sorted.map(([path]) => path);
    this.#values = sorted.map(([, value]) => value);
    this.#above = nearestAbove(this.#paths);
  }

  all(): readonly Value[] {
    return [...this.#whole, ...this.#values];
  }

  /** The values of all paths that match one of these texts; a value may come twice. */
  matching(seen: readonly SeenPath[]): Value[] {
    return [...this.#whole, ...seen.flatMap((each) => this.#matchingOne(each))];
  }

  /** The values of the path and of all paths that cover it. */
  above(path: string): Value[] {
    return path === wholeHost ? [...this.#whole] : this.matching([segmentsOf(path)]);
  }

  /** The values of all paths below this one, which is not among them. */
  below(path: string): readonly Value[] {
    if (path === wholeHost) return this.#values;
    const start = `${path}/`;
    const from = countBefore(this.#paths, (each) => each < start);
    let to = from;
    while (this.#paths[to]?.startsWith(start) === true) to += 1;
    return this.#values.slice(from, to);
  }

  /** Each path with which the text begins sorts before it, and the nearest one before it begins with all of them. */
  #matchingOne(seen: SeenPath): Value[] {
    const { text } = seen;
    let at = countBefore(this.#paths, (path) => path <= text) - 1;
    while (at >= 0 && !text.startsWith(this.#paths[at] ?? '')) at = this.#above[at] ?? -1;
    const found: Value[] = [];
    for (; at >= 0; at = this.#above[at] ?? -1) {
      const value = this.#values[at];
      if (value !== undefined && endsAt(seen, this.#paths[at]?.length ?? 0)) found.push(value);
    }
    return found;
  }
}

function nearestAbove(sorted: readonly string[]): number[] {
  const above: number[] = [];
  for (const [position, path] of sorted.entries()) {
    let at = position - 1;
    while (at >= 0 && !path.startsWith(sorted[at] ?? '')) at = above[at] ?? -1;
    above.push(at);
  }
  return above;
}

/** How many of the sorted texts are before all others? */
function countBefore(sorted: readonly string[], isBefore: (text: string) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] ?? '')) low = middle + 1;
    else high = middle;
  }
  return low;
}
