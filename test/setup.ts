/**
 * Runs before every test file. Ink draws no frame where it believes it runs in CI (the variable's presence is enough,
 * even empty), and programs started by the screen tests inherit it. Tests that ask whether this is CI read CI_REAL.
 */
delete process.env['CI'];
delete process.env['CONTINUOUS_INTEGRATION'];
