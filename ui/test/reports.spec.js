import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} [query] */
async function openReports(page, query = '?as=silva') {
  await page.goto(`/billing/reports${query}`);
  await expect(page.getByRole('heading', { name: 'Reports', level: 1 })).toBeVisible();
}

const sums = (/** @type {Page} */ page) => page.locator('table.report tfoot').first();

test('revenue by keys: grouped as one likes, its sums below', async ({ page }) => {
  await openReports(page);
  await expect(page.getByRole('radio', { name: 'Revenue' })).toBeChecked();
  await expect(sums(page)).toContainText('Total');
  await expect(page.locator('.report-bar rect').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('By', { exact: true }).selectOption({ label: 'Month' });
  await expect(page.getByRole('rowheader', { name: 'Nov 2026' })).toBeVisible();
  await page.getByLabel('By', { exact: true }).selectOption({ label: 'How it was paid' });
  await expect(page.locator('table.report thead')).toContainText('Given back');
  await expect(sums(page)).toContainText('€50.00');
  expect((await said(page, 'ask:revenue')).map((question) => question.by)).toEqual(['practitioner', 'month', 'method']);
});

test('what was owed: a key chooses it, the buckets come to the total, another day is asked for', async ({ page }) => {
  await openReports(page);
  await expect(sums(page)).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('2');
  await expect(page.getByRole('radio', { name: 'Owed' })).toBeChecked();
  await expect(sums(page)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Over 90 days/ })).toBeVisible();
  const amounts = (await page.locator('table.report tfoot').last().locator('td').allInnerTexts()).map((text) => Number(text.replace(/[^\d.]/g, '')));
  expect(amounts.slice(0, -1).reduce((all, one) => all + one, 0)).toBeCloseTo(amounts.at(-1) ?? 0);
  await expect(page.getByText('of credit that day. It is not taken off.')).toBeVisible();
  await expectAccessible(page);
  const day = page.getByLabel('At the end of');
  await day.fill('1/1/2026');
  await day.press('Enter');
  await expect(page.getByText('Nobody owed anything that day.')).toBeVisible();
  expect((await said(page, 'ask:aged')).at(-1)).toMatchObject({ on: '2026-01-01' });
});

test('payments and the ledger have their sums, and debits are credits', async ({ page }) => {
  await openReports(page);
  await expect(sums(page)).toBeVisible();
  await page.getByText('Payments', { exact: true }).last().click();
  await expect(sums(page)).toContainText('€50.00');
  await expect(page.getByRole('heading', { name: 'Each payment' })).toBeVisible();
  await expectAccessible(page);
  await page.locator('h1').click();
  await page.keyboard.press('4');
  await expect(page.getByRole('heading', { name: 'Each entry' })).toBeVisible();
  const [debit, credit] = (await sums(page).locator('td.number').allInnerTexts()).slice(-2);
  expect(debit).toBe(credit);
  await expectAccessible(page);
});

test('each report has a picture beside its figures, and goes on paper', async ({ page }) => {
  await openReports(page);
  const asked = async () => (await said(page, 'preview_document')).at(-1)?.question;
  const span = { from: '2026-11-01', to: '2026-11-23' };
  const papers = [{ ask: 'revenue_document', by: 'practitioner', ...span }, { ask: 'aged_document', on: '2026-11-23' }, { ask: 'payments_document', ...span }, { ask: 'ledger_document', ...span }];
  for (const [i, paper] of papers.entries()) {
    await page.locator('h1').click();
    await page.keyboard.press(String(i + 1));
    await expect(page.locator('.segment input').nth(i)).toBeChecked();
    await expect(page.locator('.report-bar rect').first()).toBeVisible();
    await page.getByRole('button', { name: 'Print…' }).click();
    await expect(page.locator('cd-document [data-submit]')).toBeEnabled();
    expect(await asked()).toEqual(paper);
    await page.keyboard.press('Escape');
    await expect(page.locator('cd-document')).toHaveCount(0);
  }
  await expect(page.locator('.report-bar rect.is-credit').first()).toBeVisible();
});

test('a report is saved as a file, by its key', async ({ page }) => {
  await openReports(page);
  await expect(sums(page)).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('s');
  await expect(page.getByText('The report is saved with 12 rows.')).toBeVisible();
  const [{ question }] = await said(page, 'save_export');
  expect(question).toMatchObject({ ask: 'report_file', report: 'revenue', from: '2026-11-01', by: 'practitioner' });
  await page.keyboard.press('4');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await expect.poll(async () => (await said(page, 'save_export')).length).toBe(2);
});

test('nothing on these days is said; what cannot be asked too', async ({ page }) => {
  await openReports(page, '?as=silva&no-money');
  await expect(page.getByText('Nothing was invoiced and nothing credited on these days.')).toBeVisible();
  await expectAccessible(page);
  const to = page.getByLabel('To', { exact: true });
  await to.fill('1/10/2026');
  await to.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
});

test('who takes payments has no reports; their list of payments has its sums', async ({ page }) => {
  await page.goto('/billing/payments');
  await expect(page.getByRole('heading', { name: 'Payments', level: 1 })).toBeVisible();
  await expect(page.locator('.billing-ages .is-total')).toContainText('€50.00');
  await expect(page.getByRole('link', { name: 'Reports' })).toHaveCount(0);
});

test('what takes long says how far it has come; cancelled, the screen is as it was', async ({ page }) => {
  await openReports(page);
  await expect(sums(page)).toBeVisible();
  const before = await sums(page).innerText();
  const slow = (/** @type {number} */ ms) => page.evaluate((pace) => Object.assign(/** @type {any} */ (window).fake.pace, { slow: pace, far: [3, 24] }), ms);
  await slow(60_000);
  await page.getByRole('radio', { name: 'Ledger' }).check();
  const working = page.locator('.long-work');
  await expect(working).toContainText(/Adding up.*3 of 24 months.*\d+ s/s);
  await expect(working.getByRole('progressbar')).toHaveAttribute('max', '24');
  await expectAccessible(page);
  await working.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. The screen is as it was.')).toBeVisible();
  await expect(working).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Revenue' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Revenue' })).toBeFocused();
  await expect(page.getByLabel('By', { exact: true })).toHaveValue('practitioner');
  expect(await sums(page).innerText()).toBe(before);
  expect(await said(page, 'stop_asking')).toHaveLength(1);
});

test('a later question stops the one before; the first of all can be begun again; a file too is cancelled', async ({ page }) => {
  const slow = (/** @type {number} */ ms) => page.evaluate((pace) => ((/** @type {any} */ (window).fake).pace.slow = pace), ms);
  await openReports(page);
  await expect(sums(page)).toBeVisible();
  await slow(60_000);
  const working = page.locator('.long-work');
  await page.getByRole('link', { name: 'The clinic’s work' }).click();
  await expect(working).toBeVisible();
  await working.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. Nothing was changed.')).toBeVisible();
  const again = page.getByRole('button', { name: 'Start again' });
  await expect(again).toBeFocused();
  await again.click();
  await expect(working).toBeVisible();
  await slow(0);
  await page.getByRole('radio', { name: 'New patients' }).check();
  await expect(sums(page)).toBeVisible();
  expect(await said(page, 'stop_asking')).toHaveLength(2);
  await slow(60_000);
  await page.getByRole('button', { name: 'Save as a file' }).click();
  await expect(working).toContainText('Writing the file');
  await working.getByRole('button', { name: 'Cancel' }).click();
  await expect(working).toHaveCount(0);
  await expect(page.locator('.toast')).toHaveCount(0);
  await page.getByRole('button', { name: 'Print…' }).click();
  await page.locator('cd-document .long-work').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('cd-document')).toHaveCount(0);
  expect(await said(page, 'stop_asking')).toHaveLength(4);
});
