/** What breaks out of one format or another, where it is not held. */
export const fragments: Readonly<Record<string, string>> = {
  'a line feed': 'a\nb',
  'a carriage return': 'a\rb',
  'a blank line and a heading': 'a\n\n# b',
  'next line, line separator, paragraph separator': 'a\u0085b\u2028c\u2029d',
  'a workflow command': '::error::x',
  'a workflow command behind a line feed': 'a\n::add-mask::x',
  'a workflow command where a line is wrapped': `${'word '.repeat(30)}::stop-commands::x`,
  'a workflow command behind a wide space': `${'word '.repeat(30)}\u00a0::error::x`,
  'a command of the old kind': 'a ##[add-mask]x',
  'an escaped line feed': 'a%0A::error::x%0D%25',
  'properties of a command': 'a,line=1,title=b::c:d',
  pipes: 'a | b || c |',
  'a pipe behind a backslash': 'a \\| b\\',
  'a backslash at the end': 'a\\',
  'a backtick': 'a`b',
  'backticks at both ends': '`a`',
  'a fence': '```\na\n```',
  'pipes, backticks and backslashes': '`|\\`\\|``|`',
  'a tag': '<script>alert(1)</script>',
  'an image': '<img src=x onerror=alert(1)>',
  'a closed cell': '</td></tr></table>',
  'a closed fold': '</details></summary>',
  'a comment begins': '<!-- portolan:diff',
  'a comment ends': '-->',
  'an instruction and a section': '<?x?> <![CDATA[x]]>',
  entities: '&lt;b&gt; &amp; &#64;team &',
  'a team': '@team @org/team a@b.example.com',
  'an issue': '#1 GH-1 org/repo#1',
  'a commit': '0123456789abcdef0123456789abcdef01234567',
  'a link': '[x](http://evil.example)',
  'a picture': '![x](http://evil.example/x.png)',
  'the end of a link': '](http://evil.example)',
  'a reference': '[x]: http://evil.example "y"',
  'bare links': 'http://evil.example https://evil.example www.evil.example javascript:alert(1)',
  'a link in brackets': '<http://evil.example>',
  'a footnote': '[^1] [^1]: x',
  'a task': '[ ] x',
  emphasis: '*a* **b** _c_ __d__ ~~e~~',
  'a heading': '# a',
  'a quotation': '> a',
  'a list': '- a',
  'a numbered list': '1. a',
  'a rule': '---',
  'an underlined heading': '===',
  'a table': 'a\n| - | - |\n| b | c |',
  'indented code': '      a',
  'a picture of a word': ':tada: :+1:',
  'a formula': '$a$ $$b$$ $`c`$',
  'terminal escapes': '\u001b[31mred\u001b]0;title\u0007\u009b2J',
  'a backspace and a null': 'a\b\0b',
  'another direction': 'a\u202eb\u2066c',
  'zero width': 'a\u200bb\u200d\ufeff',
  'half a character': 'a\ud800b',
  quotes: '"a" \'b\' \u201cc\u201d',
  'the end of a JSON string': '", "x": 1, "y": "',
  'the end of a JSON object': '"}]}',
  'marks of YAML': '{a: b}, [c] &d *e !f %g @h `i',
  'places for arguments': '{0} {1} {{2}}',
  'marks of a template': '{{{a}}} $(b) %s',
  'a prototype': '__proto__ constructor',
  'a very long word': 'x'.repeat(400),
  'a very long text': 'long words '.repeat(40),
  'a path up': '../../../etc/passwd',
  'other scripts': '\u4e2d\u6587 \u00e9\u0301 \u{1f600}',
  nothing: '',
  'only spaces': '   ',
};

/** The same value with another text in place of a word, wherever it stands; what was one object stays one. */
export function replaced<Value>(value: Value, word: string, text: string): Value {
  const known = new Map<unknown, unknown>();
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return inner.replaceAll(word, () => text);
    if (typeof inner !== 'object' || inner === null) return inner;
    if (!known.has(inner)) known.set(inner, copyOf(inner, walk));
    return known.get(inner);
  };
  return walk(value) as Value;
}

function copyOf(value: object, walk: (inner: unknown) => unknown): unknown {
  if (value instanceof Map)
    return new Map([...value].map(([key, inner]) => [walk(key), walk(inner)]));
  if (value instanceof Set) return new Set([...value].map(walk));
  if (Array.isArray(value)) return value.map(walk);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
}
