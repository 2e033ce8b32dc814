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

test('one change of four hundred writes one card anew and touches no other', async ({ page }) => {
  await open(page, 'full&columns=10');
  expect(await page.locator('.ec-event[data-id]').count()).toBe(400);
  // Each step: which cards were written to, and whether the component made the card anew.
  const steps = await page.evaluate(async () => {
    const grid = /** @type {any} */ (document.querySelector('cd-day-grid'));
    const [one, beside] = [grid.state.list()[200], grid.state.list()[100]];
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const seen = [];
    for (const change of [{ status: 'arrived', status_since: new Date().toISOString() }, { status: 'in_room' }, { status: 'no_show' }, { status: 'booked', starts_at: beside.starts_at, ends_at: beside.ends_at }]) {
      await frame();
      const before = grid.card(one.id);
      /** @type {MutationRecord[]} */
      const records = [];
      const watch = new MutationObserver((more) => records.push(...more));
      watch.observe(grid.querySelector('.ec-events'), { subtree: true, childList: true, characterData: true, attributeFilter: ['class', 'style', 'data-text'] });
      const next = { ...grid.state.get(one.id), ...change };
      grid.state.patch(next);
      grid.put(next);
      await frame();
      watch.disconnect();
      const written = new Set(records.map(({ target }) => /** @type {Element|null} */ (target instanceof Element ? target : target.parentElement)?.closest('.ec-event')?.getAttribute('data-id')).filter(Boolean));
      seen.push({ others: [...written].filter((id) => id !== one.id).length, isSame: before === grid.card(one.id), class: grid.card(one.id).querySelector('.card-box').className });
    }
    return seen;
  });
  expect(steps).toEqual([
    { others: 0, isSame: true, class: 'card-box is-arrived' }, { others: 0, isSame: true, class: 'card-box is-in-room' },
    // It can no longer be dragged, and it moves to where another one stands: the component makes it anew, and the other narrower.
    { others: 0, isSame: false, class: 'card-box is-no-show' }, { others: 1, isSame: false, class: 'card-box is-booked' },
  ]);
});

test('a day that was read before a card changed does not set it back', async ({ page }) => {
  await open(page, 'as=novak');
  const [id, status] = await page.evaluate(async () => {
    const today = /** @type {any} */ (document.querySelector('cd-today'));
    const one = today.day.list().find((/** @type {any} */ appointment) => appointment.status === 'booked');
    today.take({ ...one, version: one.version + 1, status: 'arrived', status_since: new Date().toISOString() });
    await today.load(today.date);
    return [one.id, today.day.get(one.id).status];
  });
  expect(status).toBe('arrived');
  await expect(page.locator(`[data-id="${id}"] .card-box`)).toHaveClass(/is-arrived/);
});
