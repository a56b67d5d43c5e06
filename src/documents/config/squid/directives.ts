/** A definition of an ACL. Several lines of one name add up. */
export type AclLine = {
  readonly name: string;
  readonly type: string;
  readonly flags: readonly string[];
  readonly values: readonly string[];
  readonly line: number;
};

/** A line of http_access, or of an ACL of other ACLs: all of them must match. */
export type Literal = { readonly name: string; readonly isNegated: boolean };
export type AccessLine = {
  readonly allows: boolean;
  readonly literals: readonly Literal[];
  readonly line: number;
  /** Whether the line is within `if`. */
  readonly isConditional: boolean;
};

/** What a squid.conf says about access. */
export type SquidConfig = {
  /** By name, in lower case: Squid does not tell case apart. */
  readonly acls: ReadonlyMap<string, readonly AclLine[]>;
  readonly access: readonly AccessLine[];
  /** Whether it includes other files. */
  readonly hasIncludes: boolean;
};

/** Reads the lines of a squid.conf that decide on access. All others are dropped: they may contain passwords. */
export function directivesOf(text: string): SquidConfig {
  const acls = new Map<string, AclLine[]>();
  const access: AccessLine[] = [];
  let [depth, hasIncludes] = [0, false];
  for (const { words, line } of logicalLines(text)) {
    const [directive, ...rest] = words;
    if (directive === 'if') depth += 1;
    else if (directive === 'endif') depth -= 1;
    else if (directive === 'include') hasIncludes = true;
    else if (directive === 'acl') addAcl(acls, rest, line, depth > 0);
    else if (directive === 'http_access') {
      const [verdict, ...names] = rest;
      const literals = names.map(literalOf);
      access.push({ allows: verdict === 'allow', literals, line, isConditional: depth > 0 });
    }
  }
  return { acls, access, hasIncludes };
}

/** Lines with those that a backslash continues, as words. A comment begins a word. */
function logicalLines(
  text: string,
): { readonly words: readonly string[]; readonly line: number }[] {
  const lines: { words: string[]; line: number }[] = [];
  let open: { parts: string[]; line: number } | undefined;
  for (const [index, written] of text.split('\n').entries()) {
    const part = written.trimEnd();
    open ??= { parts: [], line: index + 1 };
    open.parts.push(part.replace(/\\$/, ' '));
    if (part.endsWith('\\')) continue;
    const words = wordsOf(open.parts.join(''));
    if (words.length > 0) lines.push({ words, line: open.line });
    open = undefined;
  }
  return lines;
}

function wordsOf(line: string): string[] {
  const words = line.trim().split(/\s+/);
  const comment = words.findIndex((word) => word.startsWith('#'));
  return (comment < 0 ? words : words.slice(0, comment)).filter((word) => word !== '');
}

function addAcl(
  acls: Map<string, AclLine[]>,
  [written = '', type = '', ...rest]: readonly string[],
  line: number,
  isConditional: boolean,
): void {
  const name = written.toLowerCase();
  const first = rest.findIndex((word) => !/^[-+][a-z](?:=.*)?$/.test(word));
  const [flags, behind] = first < 0 ? [rest, []] : [rest.slice(0, first), rest.slice(first)];
  const values = behind[0] === '--' ? behind.slice(1) : behind;
  const known = acls.get(name) ?? [];
  acls.set(name, known);
  known.push({ name: written, type: isConditional ? 'conditional' : type, flags, values, line });
}

/** `!NAME` is everything that the ACL does not match. */
export function literalOf(word: string): Literal {
  const isNegated = word.startsWith('!');
  return { name: word.replace(/^!/, '').toLowerCase(), isNegated };
}
