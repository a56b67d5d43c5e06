import type { Site } from '../../../language/types.ts';

/** Could two sites be on the same device, according to the spec? A site without a device may be on any. */
export function mayShareDevice(a: Site, b: Site): boolean {
  return a.device === undefined || b.device === undefined || a.device === b.device;
}

/**
 * Would two sites give objects the same names on a device that both of them name? Sites without a device count as
 * separate devices here, since these targets usually have one router or proxy per site.
 */
export function sharesNamedDevice(target: keyof Site['targets']): (a: Site, b: Site) => boolean {
  return (a, b) =>
    a.device !== undefined &&
    a.device === b.device &&
    a.prefix === b.prefix &&
    a.targets[target] !== undefined &&
    b.targets[target] !== undefined;
}
