import { script, scriptDigest, style, styleDigest } from '../../../compiled/page.js';
import { visible } from '../../characters.ts';
import type { PageData } from '../../page/data.ts';

/**
 * A page as one file, which loads nothing. Its policy admits its own script and style by their digests and no request.
 * All texts are data in JSON, which the script shows as text.
 */
export function pageFile(data: PageData): string {
  const title = escaped(`${data.command} ${data.spec}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Portolan ${escaped(data.version)}">
<title>Portolan ${title}</title>
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>${escaped(data.sentences.join(' '))} This page shows the rest only with JavaScript.</noscript></div>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const contentPolicy = [
  "default-src 'none'",
  `script-src 'sha256-${scriptDigest}'`,
  `style-src 'sha256-${styleDigest}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** JSON that HTML reads as one text, whatever its texts contain. Hidden characters are written out, as in any report. */
function embedded(data: PageData): string {
  const text = JSON.stringify(data, (_key, value) =>
    typeof value === 'string' ? visible(value) : value,
  );
  return text.replaceAll(/[<>&\u2028\u2029]|#(?=#\[)/g, escapedUnit);
}

function escapedUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
}
