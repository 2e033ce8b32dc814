import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} [query] */
async function openTill(page, query = '') {
  await page.goto(`/billing/till${query}`);
  await expect(page.getByRole('heading', { name: 'Close the day', level: 1 })).toBeVisible();
}

const drawer = (/** @type {Page} */ page) => page.locator('.till-expected .is-total');

test('float and cash moved count in what should be in the drawer', async ({ page }) => {
  await openTill(page);
  await expect(drawer(page)).toContainText('€30.00');
  await page.getByRole('button', { name: 'Count the float…' }).click();
  await page.locator('cd-till-float').getByLabel('Amount in EUR').fill('100');
  await expectAccessible(page, 'cd-till-float');
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toContainText('€130.00');
  await page.getByRole('button', { name: 'Move cash…' }).click();
  const move = page.locator('cd-till-move dialog');
  await move.getByLabel('Amount in EUR').fill('500');
  await move.getByLabel('Goes to').selectOption('Petty cash');
  await move.getByLabel('Reason').fill('Stamps');
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(move.getByRole('alert')).toContainText('Less than that is in the drawer');
  await expectAccessible(page, 'cd-till-move');
  await move.getByLabel('Amount in EUR').fill('50');
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(drawer(page)).toContainText('€80.00');
  await expect(page.locator('.till-moves')).toContainText('Stamps Petty cash');
  expect((await said(page, 'op:move_cash')).at(-1)).toMatchObject({ into: false, amount_minor: 5000, purpose: 'petty_cash', reason: 'Stamps' });
});

test('a difference needs its reason; a closed day takes nothing more', async ({ page }) => {
  await openTill(page);
  await expectAccessible(page);
  await page.getByLabel('Counted in the drawer').fill('29');
  await expect(page.locator('.till-count')).toContainText('-€1.00');
  await page.getByRole('button', { name: 'Close my day' }).click();
  await expect(page.getByText('Say why what was counted differs.')).toBeVisible();
  await page.getByLabel('Why there is a difference').fill('A coin was missing');
  await page.getByRole('button', { name: 'Close my day' }).click();
  await expect(page.getByText('Closing cannot be taken back')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByText('Your day is closed. What comes in tomorrow belongs to tomorrow.')).toBeVisible();
  expect((await said(page, 'op:close_till'))[0]).toMatchObject({ entries: 2, counted_minor: 2900, card_counted_minor: 0, reason: 'A coin was missing' });
  await expect(page.locator('table.rows tbody tr')).toHaveCount(1);
  await expect(page.locator('table.rows')).toContainText('3f2a91c0');
});

test('nothing apart: no reason is asked for; the accountant sees everybody’s days', async ({ page }) => {
  await openTill(page, '?as=silva');
  await expect(page.locator('table.rows')).toContainText('A coin was missing');
  await page.getByLabel('Counted in the drawer').fill('30');
  await expect(page.locator('.till-count')).toContainText('No difference');
  await page.getByRole('button', { name: 'Close my day' }).click();
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.locator('table.rows tbody tr')).toHaveCount(2);
});
