/**
 * Makes dist from src: the program, what `npm start` runs, and the engine's thread, bundled so that it starts fast. Code that
 * several of them share lies in chunks beside main.js, so that `./worker.js` is the worker from each of them.
 *
 * `node build.js [FOLDER]` makes FOLDER/dist instead: the tests build one of their own.
 */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { buildCore } from './build-core.js';

/**
 * Bundlers cannot drop Ink's import of React's developer tools, used only if DEV is set
 * (https://github.com/vadimdemedes/ink/issues/886): an empty module replaces it.
 */
const withoutDevtools = {
  name: 'without-devtools',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    bundler.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
  },
};

/**
 * To measure text takes Unicode's tables, which take longer to load than the first rows: not before a text is met that is not narrow. Ink's
 * packages get the same function, whichever version they ask for.
 */
const widthWhenNeeded = {
  name: 'width-when-needed',
  setup(bundler) {
    bundler.onResolve({ filter: /^string-width$/ }, ({ path, namespace }) =>
      namespace === 'width' ? undefined : { path, namespace: 'width' },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'width' }, () => ({
      resolveDir: '.',
      contents: `
        import { narrow } from './src/terminal/narrow.ts';
        let measure;
        export default (text, options) =>
          narrow.test(text) ? text.length : (measure ??= require('string-width').default)(text, options);`,
    }));
  },
};

/** CommonJS packages call `require` for Node's modules; an ES module has none. */
const requireForCommonJs =
  "import{createRequire as sipvestigatorRequire}from'node:module';const require=sipvestigatorRequire(import.meta.url);";

const dist = join(process.argv[2] ?? '.', 'dist');
const main = join(dist, 'main.js');

await buildCore();
await rm(dist, { recursive: true, force: true });
const options = {
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // React's development build records a performance entry per render and never frees it
  // (https://github.com/react/react/issues/35761).
  // Yoga's loader fetches the WebAssembly that lies in it where it can, for which Node loads its whole HTTP client.
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' },
  logLevel: 'warning',
};

/**
 * What main.js and print.js load only when it is needed: files of the other bundle, by their names in dist. All lie beside
 * main.js: code finds the worker from where it lies.
 */
const later = {};
const laterFromThere = {
  name: 'later-from-there',
  setup(bundler) {
    bundler.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = relative('src', join(resolveDir, path)).replace(/\.js$/, '');
      const name = file.replaceAll(sep, '-');
      if (name !== 'print') later[name] = join('src', `${file}.ts`);
      return { path: `./${name}.js`, external: true };
    });
  },
};

// One file each: every further one would make the start longer.
await build({
  ...options,
  entryPoints: ['src/main.ts', 'src/print.ts'],
  plugins: [laterFromThere, widthWhenNeeded],
});
await build({
  ...options,
  entryPoints: {
    ...later,
    start: 'src/start.ts',
    'live/cap-child': 'src/live/children/cap-child.ts',
  },
  chunkNames: '[name]-[hash]',
  splitting: true,
  jsx: 'automatic',
  // Cap is native, optional, and loaded only by the capture child.
  external: ['cap', './main.js'],
  plugins: [withoutDevtools, widthWhenNeeded],
  banner: { js: requireForCommonJs },
});
// The thread shares nothing with the rest: in chunks of its own it finds and links few files.
await build({
  ...options,
  entryPoints: { worker: 'src/engine/worker.ts' },
  chunkNames: '[name]-[hash]',
  splitting: true,
  plugins: [widthWhenNeeded],
});
await writeFile(main, `#!/usr/bin/env node\n${await readFile(main, 'utf8')}`);
await chmod(main, 0o755);
