import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} [query] */
async function openPeriod(page, query = '?as=silva') {
  await page.goto(`/billing/period${query}`);
  await expect(page.getByRole('heading', { name: 'Lock the books', level: 1 })).toBeVisible();
}

test('the books are locked after a question, by keys, and the state is shown', async ({ page }) => {
  await openPeriod(page);
  await expect(page.getByText('Nothing is locked yet.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Drafts of these days' })).toBeVisible();
  await expectAccessible(page);
  const day = page.getByLabel('Up to and including');
  await expect(day).toHaveValue('31/10/2026');
  await day.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing opens what is locked, for anybody.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lock it' })).toBeFocused();
  await expectAccessible(page);
  expect(await said(page, 'op:lock_period')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.locator('.period-now')).toContainText('Locked up to 31 Oct 2026, by T. Silva, on 23 Nov 2026');
  expect((await said(page, 'op:lock_period'))[0]).toMatchObject({ to: '2026-10-31' });
  await expect(page.locator('table.rows').last()).toContainText('c4d1a077');
});

test('only forward, never in the future', async ({ page }) => {
  await openPeriod(page, '?as=silva&locked');
  await expect(page.locator('.period-now')).toContainText('Locked up to 30 Sep 2026');
  const day = page.getByLabel('Up to and including');
  const lock = page.getByRole('button', { name: /^Lock up to/ });
  await day.fill('30/9/2026');
  await day.press('Tab');
  await lock.click();
  await expect(page.getByRole('alert')).toContainText('locked up to 30 Sep 2026 already');
  await day.fill('24/11/2026');
  await day.press('Tab');
  await lock.click();
  await expect(page.getByRole('alert')).toContainText('Choose today or an earlier day.');
  await expectAccessible(page);
  await day.fill('23/11/2026');
  await day.press('Tab');
  await lock.click();
  await expect(page.getByText('That includes today')).toBeVisible();
  await page.getByRole('button', { name: 'Not yet' }).click();
  expect(await said(page, 'op:lock_period')).toEqual([]);
});

test('a till that was left open is counted and closed first', async ({ page }) => {
  await openPeriod(page, '?as=silva&tills-open');
  await expect(page.getByRole('heading', { name: 'Tills that are still open' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lock up to 31 Oct 2026' })).toBeDisabled();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Count and close the day of M. Novak, 29 Oct 2026' }).click();
  await expect(page.getByText('The day of M. Novak, 29 Oct 2026')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Counted in the drawer').fill('175');
  await page.getByRole('button', { name: 'Close this day' }).click();
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByText('The day is closed and sealed.')).toBeVisible();
  expect((await said(page, 'op:close_till'))[0]).toMatchObject({ till_id: 't7', entries: 3, counted_minor: 17_500, card_counted_minor: 4500 });
  await page.getByRole('link', { name: 'Lock the books' }).click();
  await expect(page.getByText('Every till of these days is closed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lock up to 31 Oct 2026' })).toBeEnabled();
});

test('whoever forgot to close a day finds it at their till', async ({ page }) => {
  await page.goto('/billing/till?tills-open');
  await expect(page.getByRole('heading', { name: 'Days that were never closed' })).toBeVisible();
  await page.getByRole('button', { name: 'Count and close the day of M. Novak, 29 Oct 2026' }).click();
  await expect(page.locator('.till-expected .is-total')).toContainText('€175.00');
  await expect(page.getByRole('button', { name: 'Move cash…' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(page.locator('.till-expected .is-total')).toContainText('€30.00');
});

test('a payment into locked days is refused in words that name the day', async ({ page }) => {
  await page.goto('/billing/till');
  await expect(page.getByRole('link', { name: 'Lock the books' })).toHaveCount(0);
  await page.evaluate(() => /** @type {any} */ (window).fake.handle('op:close_till', () => {
    throw /** @type {any} */ (window).fake.refusal('period.locked', { locked_to: '2026-11-23', day: '2026-11-23' });
  }));
  await page.getByLabel('Counted in the drawer').fill('30');
  await page.getByRole('button', { name: 'Close my day' }).click();
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByRole('alert')).toContainText('The books are locked up to 23 Nov 2026');
});
