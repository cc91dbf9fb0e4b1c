/** The version, as package.json has it (test/version.test.ts holds the two together). */
export const VERSION = '0.1.0';
