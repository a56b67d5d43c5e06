import { describe, expect, test } from '@jest/globals';
import { readXml } from './xml.ts';

const declaration = '<?xml version="1.0"?>\n';

describe('readXml', () => {
  test('returns elements, attributes, texts, comments and lines', () => {
    const { root, prolog, comments } = readXml(
      `${declaration}<!-- one -->\n<a b="x &amp; y">\n  <c>1 &lt; 2</c>\n  <d><![CDATA[<raw>&amp;]]></d><!-- two -->\n  <e/>\n</a>\n`,
    );
    expect(prolog).toBe(`${declaration}<!-- one -->\n`);
    expect(comments).toEqual([
      { text: ' one ', insideRoot: false },
      { text: ' two ', insideRoot: true },
    ]);
    expect(root.attributes).toEqual(new Map([['b', 'x & y']]));
    expect(root.children.map(({ name, text, cdata, line }) => [name, text, cdata, line])).toEqual([
      ['c', '1 < 2', false, 4],
      ['d', '<raw>&amp;', true, 5],
      ['e', '', false, 6],
    ]);
  });

  test.each([
    ['a missing declaration', '<a></a>', 'the file does not begin with an XML declaration'],
    ['a missing root element', declaration, 'expected a root element'],
    ['two roots', `${declaration}<a></a><b></b>`, 'expected exactly one root element'],
    ['crossed tags', `${declaration}<a><b></a></b>`, '</a> closes <b>'],
    ['an extra closing tag', `${declaration}<a></a></a>`, '</a> closes <nothing>'],
    ['an unclosed tag', `${declaration}<a><b></b>`, '<a> is never closed'],
    ['text outside of the root element', `${declaration}x<a></a>`, 'text outside the root element'],
    ['text beside elements', `${declaration}<a>x<b></b></a>`, '<a> contains text beside elements'],
    ['a duplicate attribute', `${declaration}<a b="1" b="2"></a>`, 'duplicate attribute b'],
    [
      'a bare attribute',
      `${declaration}<a b=1></a>`,
      'this is neither a tag, nor text, nor a comment',
    ],
    ['an unknown entity', `${declaration}<a>&copy;</a>`, 'unknown entity "&copy;"'],
    ['a bare ampersand', `${declaration}<a>R&D</a>`, 'unknown entity "&D"'],
    [
      'a document type',
      `${declaration}<!DOCTYPE a><a></a>`,
      'this is neither a tag, nor text, nor a comment',
    ],
    [
      'an instruction',
      `${declaration}<?php x ?><a></a>`,
      'this is neither a tag, nor text, nor a comment',
    ],
    [
      'dashes in a comment',
      `${declaration}<!-- a -- b --><a></a>`,
      'this is neither a tag, nor text, nor a comment',
    ],
    [
      'CDATA that does not end',
      `${declaration}<a><![CDATA[x</a>`,
      'this is neither a tag, nor text, nor a comment',
    ],
  ])('rejects %s', (_, text, message) => {
    expect(() => readXml(text)).toThrow(message);
  });
});
