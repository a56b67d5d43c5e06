/** A path as a URI reference (RFC 3986): forward slashes, and whatever else is not plain as bytes of UTF-8. */
export function fileUri(path: string): string {
  const parts = path
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll('\\', '/')
    .split('/');
  const uri = parts.map(encodeURIComponent).join('/');
  return uri.startsWith('/') ? `file://${uri}` : uri;
}
