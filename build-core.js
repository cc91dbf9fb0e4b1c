/**
 * Compiles the hot path, src/core/ (AssemblyScript), to WebAssembly: src/core/built/wasm.ts holds the module as text, so that bundles, tests and
 * scripts import it alike. What both languages must agree on (records, methods, headers, classes of bytes) is written to
 * src/core/built/ first, from the tables of the TypeScript side.
 *
 * `node build-core.js` compiles if a source is newer than what was built.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const folder = join(root, 'src/core');
const built = join(folder, 'built');
/** What the constants come from. */
const GENERATOR = join(root, 'core-constants/constants.ts');

/** Compiles src/core/. @param force Also where nothing changed. */
export async function buildCore(force = false) {
  const constants = Object.entries(await constantFiles());
  const before = await Promise.all(constants.map(([name]) => readFile(join(built, name), 'utf8').catch(() => '')));
  const isSame = constants.every(([, text], at) => text === before[at]);
  if (!force && isSame && !(await isStale())) return;
  await mkdir(built, { recursive: true });
  for (const [name, text] of constants) await writeFile(join(built, name), text);
  const wasm = await compiled();
  const text = `/** Made by build-core.js. */\nexport const WASM =\n  '${Buffer.from(wasm).toString('base64')}';\n`;
  await writeFile(join(built, 'wasm.ts'), text);
}

/** Whether a source is newer than the module. */
async function isStale() {
  const { mtimeMs } = await stat(join(built, 'wasm.ts')).catch(() => ({ mtimeMs: 0 }));
  const files = await readdir(folder, { recursive: true });
  const sources = files
    .filter(file => file.endsWith('.ts') && !file.startsWith('built'))
    .map(file => join(folder, file));
  const times = await Promise.all([...sources, fileURLToPath(import.meta.url)].map(file => stat(file)));
  return times.some(time => time.mtimeMs > mtimeMs);
}

/** Stands for the module where it is not built yet: the generator imports what imports it, and needs none. */
const WITHOUT_MODULE = {
  name: 'without the module',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/built\/wasm\.js$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: "export const WASM = '';" }));
  },
};

/** The generator imports the program's own modules: it is bundled, and run from memory. */
async function constantFiles() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [GENERATOR],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins: [WITHOUT_MODULE],
  });
  const { constants } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return constants();
}

async function compiled() {
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error, stderr } = await asc.main(
    [
      'exports.ts',
      '--outFile',
      'core.wasm',
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime',
      'minimal',
      '--enable',
      'simd',
      '--initialMemory',
      '16',
      '--maximumMemory',
      '65536',
    ],
    {
      readFile: (name, base) => readFile(join(folder, base === '.' ? '' : base, name), 'utf8').catch(() => null),
      writeFile: (name, contents) => {
        if (basename(name) === 'core.wasm') binary = contents;
      },
      listFiles: (name, base) => readdir(join(folder, base === '.' ? '' : base, dirname(name))).catch(() => []),
    },
  );
  const said = stderr.toString();
  if (error || said !== '') throw new Error(`src/core does not compile without a word:\n${said}`);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCore(process.argv.includes('--force'));
