/** The entry at a path, without following links. A link's target has `/` between its parts. */
export type Seen = 'folder' | 'missing' | 'other' | { readonly link: string };

/** The result of following the links of a path. */
export type Followed =
  | { readonly kind: 'found'; readonly parts: readonly string[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'absolute' }
  | { readonly kind: 'loop' }
  /** A link's target is not UTF-8, so it cannot be written as text. */
  | { readonly kind: 'unnamed' };

/** The number of links that Linux follows in one path. */
const mostLinks = 40;

type Walk = {
  readonly lookUp: (parts: readonly string[]) => Seen;
  readonly parts: string[];
  /** The remaining parts of the path, the next one last. */
  readonly waiting: string[];
  links: number;
};

/**
 * Follows the links of a path below a directory part by part, with the same rules on a disk and in a commit. The
 * directory is given by its parts from the root of the tree. A link with an absolute target is never followed: a commit
 * does not contain that path, and in another checkout it is a different one.
 */
export function followLinks(
  folder: readonly string[],
  path: string,
  lookUp: Walk['lookUp'],
): Followed {
  const walk: Walk = { lookUp, parts: [...folder], waiting: path.split('/').reverse(), links: 0 };
  for (let part = walk.waiting.pop(); part !== undefined; part = walk.waiting.pop()) {
    const end = step(walk, part);
    if (end !== undefined) return { kind: end };
  }
  return { kind: 'found', parts: walk.parts };
}

/** Follows one part of the path. Returns the reason when the walk ends there. */
function step(walk: Walk, part: string): Exclude<Followed['kind'], 'found'> | undefined {
  const { lookUp, parts, waiting } = walk;
  if (part === '' || part === '.') return undefined;
  if (part === '..') return parts.pop() === undefined ? 'outside' : undefined;
  const seen = lookUp([...parts, part]);
  if (typeof seen === 'object') return follow(walk, seen.link);
  if (seen === 'missing' || (seen === 'other' && waiting.length > 0)) return 'missing';
  parts.push(part);
  return undefined;
}

function follow(walk: Walk, target: string): 'absolute' | 'loop' | 'unnamed' | undefined {
  if (target.includes('\ufffd')) return 'unnamed';
  if (target.startsWith('/')) return 'absolute';
  walk.links += 1;
  if (walk.links > mostLinks) return 'loop';
  for (const step of target.split('/').reverse()) walk.waiting.push(step);
  return undefined;
}

/** Is the path below the directory? */
export function isBelow(folder: readonly string[], parts: readonly string[]): boolean {
  return parts.length > folder.length && folder.every((part, index) => parts[index] === part);
}
