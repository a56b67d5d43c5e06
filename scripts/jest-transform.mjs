import { transformSync } from 'esbuild';

// ts-jest needs a compiler API that TypeScript 7 does not have; types are judged by `npm run types`.
export default {
  process(source, filename, { transformerConfig }) {
    return transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: filename,
      sourcemap: 'inline',
      define: transformerConfig.define,
    });
  },
};
