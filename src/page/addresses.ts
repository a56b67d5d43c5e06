/** An address that needs no escapes in a page, in Markdown or in JSON. */
export function isPlainAddress(text: string): boolean {
  return /^https?:\/\/[\w.:/~-]+$/.test(text);
}

/**
 * The address of a line of a file in a commit, whose files are below `blob`. Undefined if the repository cannot have such
 * a path, or if `blob` is not plain.
 */
export function lineAddress(blob: string, file: string, line: number): string | undefined {
  const parts = file.replaceAll(/\p{Cs}/gu, '\ufffd').split('/');
  if (!isPlainAddress(blob) || parts.some((part) => part === '' || part === '..')) return undefined;
  return `${blob}/${parts.map(encoded).join('/')}#L${line}`;
}

/** Also the characters that end a link or emphasis in Markdown. */
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*~_]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The address of a page of the documents, as README.md links to it. `homepage` is the address of README.md. Undefined if
 * that is unknown or not plain.
 */
export function documentAddress(homepage: string | null, page: string): string | undefined {
  return homepage !== null && isPlainAddress(homepage)
    ? new URL(page, homepage).toString()
    : undefined;
}

/** The page of a rule of the review, from README.md. */
export function rulePage(id: string): string {
  return `docs/rules.md#${id}`;
}

/** The page of a command, from README.md. */
export function commandPage(command: string): string {
  return `docs/cli.md#portolan-${command}`;
}
