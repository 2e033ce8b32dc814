import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} [query] */
async function open(page, query = '') {
  await page.addInitScript(() => Object.assign(window, { printed: 0, print: () => (/** @type {any} */ (window).printed += 1) }));
  await page.goto(`/today${query}`);
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}

test('the day sheet is shown as it will be on paper, and printed by keys alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+p');
  const paper = page.locator('.sheet-preview .paper');
  await expect(paper.locator('article')).toHaveCount(6);
  await expect(paper).toContainText('Northside Clinic');
  await expect(paper).toContainText('Monday 23 November 2026');
  await expect(paper.locator('tr', { hasText: 'Okafor, Ada' }).first()).toContainText('+44 20 7946 0102');
  await expect(paper.locator('tr', { hasText: 'Okafor, Ada' }).first()).toContainText('born 14 Mar 1980');
  expect(await paper.innerText()).not.toMatch(/Penicillin|Latex|allergy/i);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => /** @type {any} */ (window).printed)).toBe(1);
  // On paper there is the sheet and nothing else, each person on a page of their own.
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-root .paper')).toBeVisible();
  await expect(page.locator('cd-shell')).toBeHidden();
  expect(await page.locator('.print-root article').nth(1).evaluate((one) => getComputedStyle(one).breakBefore)).toBe('page');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(6);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('cd-day-sheet').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.locator('.print-root')).toHaveCount(0);
});

test('one person’s sheet: chosen in the dialog, or the only one shown; asked once each', async ({ page }) => {
  await open(page, '?as=chen');
  await page.keyboard.press('Control+3');
  await expect(page.locator('.head-name')).toHaveCount(1);
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Print the day sheet' }).click();
  await expect(page.locator('.paper article')).toHaveCount(1);
  await expect(page.locator('.paper caption')).toContainText('Dr Wei Chen');
  await page.getByLabel('Whose day').selectOption({ label: 'Nurse Sunita Gupta' });
  await expect(page.locator('.paper caption')).toContainText('Nurse Sunita Gupta');
  expect((await said(page, 'ask:day_sheet')).map((one) => one.practitioner_id?.slice(-3))).toEqual(['103', '106']);
});

test('the sheet of somebody on leave says so, and a block stands beside the hours', async ({ page }) => {
  await open(page, '?leave');
  await page.keyboard.press('Control+p');
  const caption = (/** @type {string} */ who) => page.locator('.sheet-preview caption', { hasText: who });
  await expect(caption('Dr Wei Chen')).toContainText('Leave: Training');
  await expect(caption('Dr Wei Chen')).not.toContainText('Works');
  await expect(caption('Dr Ada Adeyemi')).toContainText(/Works .*Lunch 12:30–13:30/);
  await expect(caption('Dr Luca Bianchi')).toContainText('Emergencies only 13:30–15:00');
});

test('where printing is not to be had, that is said', async ({ page }) => {
  await open(page);
  await page.evaluate(() => Object.assign(window, { print: () => Promise.reject(new Error('not allowed')) }));
  await page.keyboard.press('Control+p');
  await expect(page.locator('.sheet-preview .paper article').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.toast-error')).toContainText('The sheet could not be printed.');
});

test('the window may print: on macOS the app does it for the page', () => {
  const { permissions } = JSON.parse(readFileSync(new URL('../../src-tauri/capabilities/main.json', import.meta.url), 'utf8'));
  expect(permissions).toContain('core:webview:allow-print');
});
