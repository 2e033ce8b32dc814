// Runs the whole interface once under the strict policy, collects the hashes of the style elements which the widgets
// add, and writes the policy into tauri.conf.json. Run it after a widget or its version changed: npm run csp
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { configPath, policy, shape } from './policy.mjs';
import { serve } from './serve.mjs';

const PORT = 5197;
const patient = '01934f00-0000-7000-8000-000000001001';
const tabs = ['people', 'practitioners', 'specialties', 'rooms', 'services', 'clinic', 'identifiers', 'connections', 'history', 'permissions', 'security'];
const PAGES = [
  '/today', '/today?as=admin&sample', '/patients', `/patients/${patient}`, ...tabs.map((tab) => `/admin/${tab}?as=admin`),
  ...['first_run', 'new_clinic', 'sign_in', 'locked', 'change_password', 'away', 'older', 'newer', 'problem'].map((phase) => `/?phase=${phase}`),
];
const KEYS = ['b', 'n', 'Control+k', '?', 'm', 'x', 'e'];

const server = /** @type {import('node:http').Server} */ (await serve(PORT, { csp: Object.entries(shape([])).map((pair) => pair.join(' ')).join('; ') }));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
/** @type {Set<string>} */
const hashes = new Set();
page.on('console', (message) => {
  if (!/Content Security Policy/.test(message.text()) || !/inline style/.test(message.text())) return;
  for (const [, hash] of message.text().matchAll(/hash \('(sha256-[^']+)'\)/g)) hashes.add(hash);
});
for (const path of PAGES) {
  await page.goto(`http://127.0.0.1:${PORT}${path}`);
  await page.waitForTimeout(500);
  if (!path.startsWith('/today') && !path.startsWith('/patients')) continue;
  for (const key of KEYS) {
    await page.locator('.ec-event[data-id]').nth(20).focus({ timeout: 500 }).catch(() => {});
    await page.keyboard.press(key);
    await page.waitForTimeout(350);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(80);
  }
}
await browser.close();
server.close();

const found = [...hashes].sort();
console.log(`${found.length} style hashes\n${found.join('\n')}`);
const path = configPath();
if (!path) {
  console.log('tauri.conf.json is not there: nothing written.');
} else {
  const before = policy();
  const config = JSON.parse(readFileSync(path, 'utf8'));
  config.app ??= {};
  config.app.security ??= {};
  config.app.security.csp = shape(found);
  config.app.security.dangerousDisableAssetCspModification = ['style-src'];
  writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`);
  console.log(policy() === before ? 'The policy was right already.' : `The policy in ${path.replace(/.*\/(?=[^/]+$)/, '')} was changed.`);
}
