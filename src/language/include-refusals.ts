import { quote } from '../characters.ts';
import type { Refusal } from '../problem.ts';
import { childOf } from './yaml/node.ts';
import type { Document } from './yaml/parse.ts';

/** The keys that only a spec that stands alone has, and must have. */
const ofSpec = ['name', 'prefix', 'title'] as const;

function keysOfSpec({ root }: Document): readonly string[] {
  return ofSpec.filter((key) => childOf(root, key) !== undefined);
}

/** Refuses a spec that stands alone where a part is included. A part may have one of the keys by mistake. */
export function refuseSpec(document: Document, written: string): Refusal | undefined {
  if (keysOfSpec(document).length < 2) return undefined;
  return {
    rule: 'include-of-a-spec',
    message: `${quote(written)} is a spec that stands alone, with its own name`,
    help: `include it under a name, as in: { spec: ${written}, as: ${exampleName(written)} }`,
  };
}

/** Refuses a part where a spec that stands alone is included. */
export function refusePart(document: Document, written: string): Refusal | undefined {
  if (document.root.kind !== 'map' || keysOfSpec(document).length > 0) return undefined;
  return {
    rule: 'include-of-a-part',
    message: `${quote(written)} is a part of a spec: it has no name, prefix and title`,
    help: `include it without "as": ${written}`,
  };
}

/** A name for a spec, from the name of its file. */
function exampleName(written: string): string {
  const base = written.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  const words = base.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const slug = words
    .replace(/^[^a-z]+/, '')
    .replace(/-+$/, '')
    .slice(0, 12);
  return slug === '' || slug === 'spec' ? 'vendor' : slug;
}

/** The refusal of a part that the spec already includes at `first`. */
export function twice(path: string, first: string): Refusal {
  return {
    rule: 'include-twice',
    message: `${quote(path)} is already included at ${first}`,
    help: 'remove this include: definitions apply to all files',
  };
}

/** The refusal of a name that another included spec has. */
export function twiceAs(name: string, first: string): Refusal {
  return {
    rule: 'include-as-twice',
    message: `the name ${quote(name)} of an included spec is already used at ${first}`,
    help: 'use another name in "as"',
  };
}

/** The refusal of a chain of includes that ends where it began. */
export function refuseLoop(chain: readonly string[]): Refusal {
  return {
    rule: 'include-loop',
    message: `include loop: ${chain.join(' -> ')}`,
    help: 'remove one of these includes: definitions apply to all files',
  };
}

/** The refusal of a chain of more than `deepest` includes. */
export function tooDeep(deepest: number): Refusal {
  return {
    rule: 'include-too-deep',
    message: `includes are nested more than ${deepest} deep here`,
    help: 'include this file from a file closer to the root',
  };
}

/** The refusal of more than `most` included specs. */
export function tooMany(most: number): Refusal {
  return {
    rule: 'include-too-many',
    message: `more than ${most} specs are included, each counted with the specs that it includes`,
    help: 'include fewer specs, or combine some of them to one',
  };
}
