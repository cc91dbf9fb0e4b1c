import { defineConfig } from 'vitest/config';
import { SYSTEM_TESTS } from './test/system-tests.js';

/** Where .ci/run wants the counts of this run; the command itself stays the README's. */
const report = process.env.TEST_REPORT;

/** Tried a little in the unit tests and a lot in the system tests: test/runs.ts. */
const PROPERTIES = 'test/**/*.property.test.ts';

export default defineConfig({
  // As React is built into the program: its development build keeps a record of every render.
  oxc: { jsx: { development: false } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // test/setup.ts hides CI from Ink; CI_REAL is what tests ask instead.
    env: { CI_REAL: process.env.CI ?? '', NODE_ENV: 'production', TZ: 'UTC' },
    maxWorkers: 2,
    // What did not change since the last run is not compiled again.
    experimental: { fsModuleCache: true },
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: SYSTEM_TESTS,
          provide: { thorough: false },
          globalSetup: ['test/core.ts', 'test/temporary.ts'],
          setupFiles: ['test/setup.ts', 'test/no-processes.ts'],
          // The modules are loaded once a worker: loading them takes longer than most files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [...SYSTEM_TESTS, PROPERTIES],
          provide: { thorough: true },
          globalSetup: ['test/core.ts', 'test/temporary.ts', 'test/build.ts'],
          setupFiles: ['test/setup.ts'],
        },
      },
    ],
  },
});
