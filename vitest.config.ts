import { defineConfig } from 'vitest/config';

/** Where .ci/run wants the counts of this run; the command itself stays the README's. */
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/build.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // test/setup.ts hides CI from Ink; CI_REAL is what tests ask instead.
    env: { CI_REAL: process.env.CI ?? '', TZ: 'UTC' },
    maxWorkers: 2,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
