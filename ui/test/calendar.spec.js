import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} tab */
async function open(page, tab) {
  await page.goto(`/calendar/${tab}`);
  await expect(page.locator('h1')).toBeVisible();
}

test('overbookings are listed with their reason; a span the wrong way round is said at its field', async ({ page }) => {
  await open(page, 'overbooked');
  await expect(page.locator('table.rows tbody tr').first()).toContainText('Sent over by the hospital');
  await expectAccessible(page);
  await page.getByLabel('To', { exact: true }).fill('1 Jan 2020');
  await expect(page.getByLabel('To', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('From', { exact: true }).fill('1 Jan 2019');
  await expect(page.locator('.empty')).toContainText('Nothing was overbooked');
});

test('a calendar file is saved by keys alone, with initials unless asked otherwise', async ({ page }) => {
  await open(page, 'file');
  await expectAccessible(page);
  await expect(page.getByLabel('Initials and services')).toBeChecked();
  await page.getByLabel('Whose appointments').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.locator('.toast')).toContainText('12 appointments');
  const [call] = await said(page, 'save_export');
  expect(call.question).toMatchObject({ ask: 'calendar_file', detail: 'busy' });
  await page.getByLabel('To', { exact: true }).fill('1 Jan 2020');
  await page.getByRole('button', { name: 'Save calendar file' }).click();
  await expect(page.getByLabel('To', { exact: true })).toBeFocused();
  await expect(page.getByLabel('To', { exact: true })).toHaveAttribute('aria-invalid', 'true');
});

test('the rail leads to Calendar, by mouse and by keys', async ({ page }) => {
  await page.goto('/today');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await page.keyboard.press('g');
  await page.waitForTimeout(80);
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/calendar/);
  await page.getByRole('link', { name: 'Today' }).first().click();
  await page.getByRole('link', { name: 'Calendar' }).first().click();
  await expect(page).toHaveURL(/calendar/);
});
