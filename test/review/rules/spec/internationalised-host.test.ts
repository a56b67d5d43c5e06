import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

describe('internationalised-host', () => {
  test.each<[string, string[]]>([
    ['xn--pple-43d.com', ['"xn--pple-43d.com": is displayed as "\u0430pple"']],
    [
      '*.xn--bcher-kva.example.com',
      ['"*.xn--bcher-kva.example.com": is displayed as "b\u00fccher"'],
    ],
    [
      'xn--bcher-kva.xn--pple-43d.com',
      ['"xn--bcher-kva.xn--pple-43d.com": is displayed as "b\u00fccher" and "\u0430pple"'],
    ],
    [
      'xn--b*.example.com',
      ['"xn--b*.example.com": is displayed as letters that cannot be decoded'],
    ],
    ['xn.example.com', []],
    ['axn--b.example.com', []],
    ['www.example.com', []],
  ])('checks %s', (host, want) => {
    expect(raisedFor('internationalised-host', [`{ host: "${host}", service: https }`])).toEqual(
      want,
    );
  });
});
