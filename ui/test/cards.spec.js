// What a card in the day is called holds what is written on it, whatever of it is in sight: at any width, scrolled, while minutes pass.
import { expect } from '@playwright/test';
import { expectAccessible, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} query */
async function open(page, query) {
  await page.goto(`/today?${query}`);
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}

/** @param {Page} page @returns {Promise<{written: string, name: string, wait: string}[]>} */
const cards = (page) =>
  page.locator('.ec-event[data-id]:not(.ec-preview)').evaluateAll((all) => all.map((card) => ({
    written: (card.querySelector('.card-box')?.textContent ?? '').replace(/\s+/g, ' ').trim(), name: card.getAttribute('aria-label') ?? '', wait: card.querySelector('.card-wait')?.getAttribute('data-text') ?? '',
  })));

/** @param {Page} page */
async function expectNamed(page) {
  const all = await cards(page);
  expect(all.length).toBeGreaterThan(10);
  expect(all.filter(({ written, name }) => !`${name},`.startsWith(`${written || 'Name covered'},`))).toEqual([]);
  expect(all.filter(({ wait, name }) => wait && !name.includes(`, ${wait.slice(0, -1)} min,`))).toEqual([]);
}

for (const [width, height, query] of /** @type {[number, number, string][]} */ ([[1024, 700, 'as=novak&columns=10&tens'], [1280, 800, 'as=novak'], [640, 400, 'as=novak&tens']])) {
  test(`cards are called what they say: ${width}×${height}, ${query}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, query);
    // Cards cut by the heads and by the edges of the window, on every side.
    for (const [x, y] of [[97, 141], [333, 303]]) {
      await page.locator('.ec-main').evaluate((main, to) => main.scrollTo(to[0], to[1]), [x, y]);
      await expectAccessible(page, 'cd-day-grid');
    }
    await expectNamed(page);
  });
}

test('minutes pass, names are covered, rows grow: a card is still called what it says', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-23T10:47:00Z') });
  await open(page, 'as=novak&tens');
  // From here on time passes only as it is told to.
  await page.clock.pauseAt(new Date('2026-11-23T10:50:00Z'));
  await page.clock.runFor('01:00');
  const [before] = (await cards(page)).filter(({ wait }) => wait);
  await page.clock.runFor('03:00');
  const [after] = (await cards(page)).filter(({ wait }) => wait);
  expect(parseInt(after.wait, 10)).toBe(parseInt(before.wait, 10) + 3);
  await expectNamed(page);
  // The minute passes between the drawing of the day and the naming of its cards.
  await page.keyboard.press('Control+2');
  await page.clock.setSystemTime(new Date('2026-11-23T10:55:00Z'));
  await page.clock.runFor(40);
  await expectNamed(page);
  await page.keyboard.press('Control+.');
  await expect(page.locator('.card .cover').first()).toBeVisible();
  await expectNamed(page);
  await page.keyboard.press('Control+.');
  await page.evaluate(() => document.documentElement.setAttribute('data-density', 'touch'));
  await page.setViewportSize({ width: 700, height: 500 });
  await page.clock.runFor(500);
  await expectNamed(page);
});
