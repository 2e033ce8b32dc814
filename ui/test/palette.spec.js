import { expect } from '@playwright/test';
import { expectAccessible, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

test.beforeEach(async ({ page }) => {
  await page.goto('/patients');
  await expect(page.locator('.patient-name').first()).toBeVisible();
});

const rows = (/** @type {Page} */ page) => page.locator('cd-palette').getByRole('option');

/** @param {Page} page */
async function openPalette(page) {
  await page.keyboard.press('Control+k');
  await expect(page.locator('cd-palette').getByRole('combobox')).toBeFocused();
}

test('one box: commands with their keys at the right, the first row chosen, at most eight whole rows', async ({ page }) => {
  await openPalette(page);
  await expect(rows(page)).toHaveCount(8);
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  const list = await page.locator('.palette-list').evaluate((element) => ({ shown: element.clientHeight, all: element.scrollHeight }));
  expect(list.all).toBe(list.shown);
  const ends = await page.locator('.palette-row .kbds').evaluateAll((caps) => caps.map((cap) => Math.round(cap.getBoundingClientRect().right)));
  expect(new Set(ends).size).toBe(1);
  await expectAccessible(page, 'cd-palette');
});

test('a patient by a few letters: Enter opens', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('okaf ada', { delay: 40 });
  await expect(page.getByRole('group', { name: 'Patients' })).toBeVisible();
  await expect(rows(page).first()).toContainText('Okafor, Ada');
  await expectAccessible(page, 'cd-palette');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Okafor, Ada' })).toBeVisible();
  await openPalette(page);
  await expect(page.getByRole('group', { name: 'Last opened patients' })).toContainText('Okafor, Ada');
});

test('Enter before the answer waits for it', async ({ page }) => {
  await page.evaluate(() => {
    /** @type {any} */ (window).fake.pace.slow = 400;
  });
  await openPalette(page);
  await page.keyboard.type('rossi', { delay: 35 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Rossi, Sara' })).toBeVisible();
});

test('a command by the beginnings of its words; arrows choose', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('new pat', { delay: 40 });
  await expect(rows(page).first()).toContainText('New patient');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New patient' })).toBeVisible();
});

test('nothing found says so; Esc closes and gives the focus back', async ({ page }) => {
  await openPalette(page);
  await page.keyboard.type('qqzz', { delay: 40 });
  await expect(page.getByText('Nothing found by “qqzz”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-palette')).toHaveCount(0);
  await expect(page.getByRole('searchbox', { name: 'Find a patient', exact: true })).toBeFocused();
});

test('? and F1 list the keys from the table', async ({ page }) => {
  await page.locator('main').focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toBeVisible();
  await expect(sheet).toContainText('Book');
  await expect(sheet).toContainText('Go to Patients');
  await expectAccessible(page, 'cd-help-keys');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('F1');
  await expect(sheet).toBeVisible();
});
