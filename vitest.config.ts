import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Ink draws nothing where it believes it runs in CI; the screen tests are about what it draws.
    env: { CI_REAL: process.env.CI ?? '', TZ: 'UTC' },
    maxWorkers: 2,
  },
});
