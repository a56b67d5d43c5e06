/** The generated objects on a firewall, by prefix: never by tracking ID, since the firewall assigns new ones. */
export function ownerOf(prefix: string): {
  alias(name: string): boolean;
  rule(descr: string, source: string | undefined): boolean;
} {
  return {
    alias: (name) => name.startsWith(`${prefix}_`),
    rule: (descr, source) => descr.startsWith(`${prefix}: `) && source === `${prefix}_clients`,
  };
}
