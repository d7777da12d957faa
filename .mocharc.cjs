module.exports = {
  require: ["dist/test/support/hooks.js"],
  reporter: "dist/test/support/reporter.js",
  "node-option": ["enable-source-maps"],
  timeout: 120000,
  slow: 30000,
  forbidOnly: true,
  // Where every program can be built, a skipped test is a test that nobody ran.
  forbidPending: Boolean(process.env.CI),
};
