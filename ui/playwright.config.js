import { defineConfig } from '@playwright/test';

// The system's browser: nothing is downloaded. Two at a time, because the clinic's own machines have as many cores.
/** Another port and folder let two people test at once. */
const port = Number(process.env.FAKE_PORT ?? 5198);

export default defineConfig({
  testDir: 'test',
  testMatch: '*.spec.js',
  timeout: 120_000,
  // A condition is awaited, however busy the machine is.
  expect: { timeout: 20_000 },
  workers: 2,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] },
  },
  webServer: { command: `node test/serve.mjs ${port}`, url: `http://127.0.0.1:${port}`, reuseExistingServer: true },
});
