import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} [query] */
async function openWork(page, query = '?as=silva') {
  await page.goto(`/billing/work${query}`);
  await expect(page.getByRole('heading', { name: 'The clinic’s work', level: 1 })).toBeVisible();
}

const sums = (/** @type {Page} */ page) => page.locator('table.report tfoot').first();

test('who did not come: by person with bars, by month as a line, and what nobody said yet', async ({ page }) => {
  await openWork(page);
  await expect(page.getByRole('radio', { name: 'No-shows' })).toBeChecked();
  await expect(sums(page)).toContainText('%');
  await expect(page.locator('.report-bar rect').first()).toBeVisible();
  await expect(page.getByText('For 2 appointments nobody has said yet')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('By', { exact: true }).selectOption({ label: 'Month' });
  await expect(page.getByRole('rowheader', { name: 'Nov 2026' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^No-shows over 11 months/ })).toBeVisible();
  await expectAccessible(page);
  expect((await said(page, 'ask:no_show_rate')).map((question) => question.by)).toEqual(['practitioner', 'month']);
});

test('new patients and utilisation by their keys, each saved as a file', async ({ page }) => {
  await openWork(page);
  await expect(sums(page)).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('2');
  await expect(page.getByRole('radio', { name: 'New patients' })).toBeChecked();
  await expect(page.getByRole('columnheader', { name: 'Came since' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^New patients over 11 months/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('3');
  await expect(page.getByRole('columnheader', { name: 'Hours worked' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('s');
  await expect(page.getByText('The report is saved with 12 rows.')).toBeVisible();
  const [{ question }] = await said(page, 'save_export');
  expect(question).toMatchObject({ ask: 'work_file', report: 'utilisation', from: '2026-01-01', to: '2026-11-23', by: 'practitioner' });
});

test('nothing on these days is said; a span that ends before it begins too', async ({ page }) => {
  await openWork(page, '?as=silva&no-work');
  await expect(page.getByText('Nobody was expected on these days.')).toBeVisible();
  await page.getByText('New patients', { exact: true }).click();
  await expect(page.getByText('Nobody was registered on these days.')).toBeVisible();
  await page.getByText('Utilisation', { exact: true }).click();
  await expect(page.getByText('Nobody worked and nothing was booked on these days.')).toBeVisible();
  const to = page.getByLabel('To', { exact: true });
  await to.fill('1/1/2025');
  await to.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
});

test('the administrator sees the day at a glance, each figure with its way to where it comes from', async ({ page }) => {
  await page.goto('/admin?as=admin');
  await expect(page.getByRole('heading', { name: 'At a glance', level: 1 })).toBeVisible();
  await expect(page.locator('.glance-visits li')).not.toHaveCount(0);
  const counts = (await page.locator('.glance-visits b').allInnerTexts()).map(Number);
  await expect(page.locator('.glance-visits .queue-count')).toHaveText(String(counts.reduce((all, one) => all + one, 0)));
  await expect(page.locator('.glance-figure').filter({ hasText: 'No-shows this week' })).toContainText('4');
  await expectAccessible(page);
  const asked = (await said(page, 'ask:glance')).length;
  await page.evaluate(() => /** @type {any} */ (window).fake.news([{ kind: 'payment', id: 'x' }]));
  await expect.poll(async () => (await said(page, 'ask:glance')).length).toBe(asked + 1);
  await page.getByRole('link', { name: 'Owed in all' }).click();
  await expect(page.getByRole('heading', { name: 'Unpaid', level: 1 })).toBeVisible();
});

test('a day without anything is calm too; nobody else has the page', async ({ page }) => {
  await page.goto('/admin/glance?as=admin&no-work');
  await expect(page.getByText('Nobody is booked today.')).toBeVisible();
  await expectAccessible(page);
  await page.goto('/admin?as=silva');
  await expect(page.getByRole('link', { name: 'At a glance' })).toHaveCount(0);
});
