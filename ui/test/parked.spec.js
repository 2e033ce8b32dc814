import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} key */
async function press(page, key) {
  await page.waitForTimeout(60);
  await page.keyboard.press(key);
  await page.waitForTimeout(60);
}
/** @param {Page} page */
async function open(page) {
  await page.goto('/today');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}
/** @param {Page} page @param {string} name @param {string} when */
const card = (page, name, when) => page.locator(`.ec-event[data-id][aria-label*="${name}"][aria-label*=", ${when}–"]:not(.ec-preview)`);
/** @param {Page} page @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step += 1) await page.mouse.move(from.x + ((to.x - from.x) * step) / 8, from.y + ((to.y - from.y) * step) / 8);
  await page.waitForTimeout(80);
  await page.mouse.up();
}

test('parked by a key, dropped on another day by keys: one change, which can be undone', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada', '10:45').focus();
  await press(page, 'k');
  await expect(page.locator('.parked')).toContainText('Okafor Ada');
  await expect(page.locator('.parked-head')).toContainText('Parked Ada Okafor. The time is kept');
  await expect(card(page, 'Okafor Ada', '10:45').locator('.card-box')).toHaveClass(/is-parked/);
  expect((await said(page, 'op:move_appointment')).length).toBe(0);
  await expectAccessible(page);
  await press(page, 'Shift+K');
  await expect(page.locator('.parked-one')).toBeFocused();
  await press(page, 'Enter');
  await expect(page.locator('.is-placing')).toBeVisible();
  await press(page, 'Control+ArrowRight');
  await expect(page.locator('.lead-date')).toHaveValue('Tue 24 Nov 2026');
  await expect(page.locator('.is-placing')).toBeVisible();
  await press(page, 'ArrowRight');
  await press(page, 'ArrowUp');
  await expect(page.locator('.parked-head')).toContainText('Tue 24 Nov 2026, 10:30, Dr Dubois');
  await press(page, 'Enter');
  await expect(page.locator('.toast').last()).toContainText('Moved Ada Okafor to 24 Nov 2026, 10:30, Dr Dubois');
  await expect(page.locator('.parked')).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /Okafor Ada.*, 10:30–10:45/);
  expect((await said(page, 'op:move_appointment')).length).toBe(1);
  await press(page, 'Control+z');
  await expect(card(page, 'Okafor Ada', '10:30')).toHaveCount(0);
  await press(page, 'Shift+t');
  await expect(card(page, 'Okafor Ada', '10:45')).toBeVisible();
});

test('dragged onto the strip, kept over a reload, and dropped into another day by mouse', async ({ page }) => {
  await open(page);
  const from = await card(page, 'Okafor Ada', '10:45').boundingBox();
  const day = await page.locator('.today-day').boundingBox();
  if (!from || !day) throw new Error('not on screen');
  await drag(page, { x: from.x + 60, y: from.y + 12 }, { x: from.x + 60, y: day.y + day.height - 14 });
  await expect(page.locator('.parked-one')).toContainText('Okafor Ada');
  await expect(page.locator('.parked-one')).toContainText('Mon 23 Nov 2026, 10:45 · Dr Chen · 15 min');
  expect((await said(page, 'op:move_appointment')).length).toBe(0);
  // Only ids are kept on this workstation.
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Okafor');
  await page.reload();
  await expect(page.locator('.parked-one')).toContainText('Okafor Ada');
  await page.getByRole('button', { name: 'Next day' }).click();
  await expect(card(page, 'García Luis', '08:30')).toBeVisible();
  const chip = await page.locator('.parked-one').boundingBox();
  const near = await card(page, 'García Luis', '08:30').boundingBox();
  if (!chip || !near) throw new Error('not on screen');
  await drag(page, { x: chip.x + 30, y: chip.y + 12 }, { x: near.x + 140, y: near.y + near.height + 56 });
  await expect(page.locator('.toast').last()).toContainText('Moved Ada Okafor to 24 Nov 2026, 09:30, Dr Bianchi');
  await expect(page.locator('.parked')).toHaveCount(0);
});

test('Escape and the cross put it back; what was moved elsewhere is no longer parked', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada', '10:45').focus();
  await press(page, 'k');
  await press(page, 'Shift+K');
  await press(page, 'Enter');
  await press(page, 'Escape');
  await expect(page.locator('.is-placing')).toHaveCount(0);
  await expect(page.locator('.parked-one')).toHaveCount(1);
  await press(page, 'Escape');
  await expect(page.locator('.parked')).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /Okafor Ada.*, 10:45–/);
  await press(page, 'k');
  await page.getByRole('button', { name: 'Put back: Ada Okafor' }).click();
  await expect(page.locator('.parked')).toHaveCount(0);
  await card(page, 'Okafor Ada', '10:45').focus();
  await press(page, 'k');
  await expect(page.locator('.parked-one')).toHaveCount(1);
  const id = await card(page, 'Okafor Ada', '10:45').getAttribute('data-id');
  await page.evaluate((wanted) => /** @type {any} */ (window).elsewhere(wanted, { starts_at: '2026-11-24T11:00:00', ends_at: '2026-11-24T11:15:00' }), id);
  await expect(page.locator('.parked')).toHaveCount(0);
});

test('a taken time asks, and what stays parked stays; in the list Enter asks for the time', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada', '10:45').focus();
  await press(page, 'k');
  await press(page, 'Shift+K');
  await press(page, 'Enter');
  await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await expect(page.locator('dialog[open]')).toContainText('Tomasz');
  await page.keyboard.press('Escape');
  await expect(page.locator('.parked-one')).toHaveCount(1);
  await expect(card(page, 'Okafor Ada', '10:45')).toHaveCount(1);
  await press(page, 'Control+4');
  await expect(page.getByRole('table')).toBeVisible();
  await press(page, 'Shift+K');
  await press(page, 'Enter');
  await expect(page.locator('cd-move dialog[open]')).toBeVisible();
});

test('another day by keys: M, date, Enter', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada', '10:45').focus();
  await press(page, 'm');
  await expect(page.locator('cd-move dialog[open]')).toBeVisible();
  await page.keyboard.type('24/11', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.toast')).toContainText('Tue 24 Nov 2026, 10:45');
  const [{ starts_at }] = await said(page, 'op:move_appointment');
  expect(starts_at).toBe('2026-11-24T10:45:00');
  await expect(card(page, 'Okafor Ada', '10:45')).toHaveCount(0);
});
