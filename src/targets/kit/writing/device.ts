import type { Site } from '../../../language/types.ts';

/** Are two sites on one device as far as the spec says? A site that names none may be on any. */
export function mayShareDevice(a: Site, b: Site): boolean {
  return a.device === undefined || b.device === undefined || a.device === b.device;
}

/**
 * Would two sites give objects of one name to a device that both of them name? Sites that name none are taken to be on
 * devices of their own here: one router or proxy is the rule for these targets.
 */
export function sharesNamedDevice(target: keyof Site['targets']): (a: Site, b: Site) => boolean {
  return (a, b) =>
    a.device !== undefined &&
    a.device === b.device &&
    a.prefix === b.prefix &&
    a.targets[target] !== undefined &&
    b.targets[target] !== undefined;
}
