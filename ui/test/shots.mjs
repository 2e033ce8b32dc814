// Pictures of a screen to look at: node test/shots.mjs NAME "/today?as=novak" [select:N] → $SHOTS or /tmp/shots.
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';

const [name = 'today', path = '/today', ...does] = process.argv.slice(2);
const folder = process.env.SHOTS ?? '/tmp/shots';
const base = process.env.BASE ?? 'http://127.0.0.1:5198';
const SIZES = (process.env.SIZES ?? '1440x900,1280x800,1024x700').split(',').map((size) => size.split('x').map(Number));
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const theme of (process.env.THEMES ?? 'light,dark').split(',')) {
  for (const [width, height] of SIZES) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: /** @type {'light'|'dark'} */ (theme), deviceScaleFactor: Number(process.env.SCALE ?? 1) });
    page.on('console', (message) => message.type() === 'error' && console.log('console:', message.text()));
    page.on('pageerror', (error) => console.log('page error:', error.message));
    await page.goto(base + path);
    await page.waitForTimeout(900);
    for (const step of does) {
      const [what, ...rest] = step.split(':');
      const value = rest.join(':');
      if (what === 'click') await page.locator(value).first().click();
      else if (what === 'key') await page.keyboard.press(value);
      else if (what === 'type') await page.keyboard.type(value, { delay: 60 });
      else if (what === 'wait') await page.waitForTimeout(Number(value));
      await page.waitForTimeout(300);
    }
    await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png` });
    await page.close();
  }
}
await browser.close();
