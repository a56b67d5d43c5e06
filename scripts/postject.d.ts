declare module 'postject' {
  /** Puts data into an executable, in place, as the named resource. */
  export function inject(
    file: string,
    resource: string,
    data: Buffer,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
