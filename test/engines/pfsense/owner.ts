/** What is ours on a firewall, by the prefix of our files: never a tracker, since the firewall gives out new ones. */
export function ownerOf(prefix: string): {
  alias(name: string): boolean;
  rule(descr: string, source: string | undefined): boolean;
} {
  return {
    alias: (name) => name.startsWith(`${prefix}_`),
    rule: (descr, source) => descr.startsWith(`${prefix}: `) && source === `${prefix}_clients`,
  };
}
