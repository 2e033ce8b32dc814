// Whom to see again: noted at a visit, called and booked at the desk.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const DRAFT = '01934f00-0000-7000-8000-000000007202';
const SIGNED = '01934f00-0000-7000-8000-000000007201';

const rows = (/** @type {Page} */ page) => page.locator('table.recalls tbody tr');

/** @param {Page} page @param {string} [query] */
async function open(page, query = '') {
  await page.goto(`/calendar/recalls${query}`);
  await expect(page.locator('#recalls-title')).toBeVisible();
}

test('the longest due comes first, with phones, calls and the count', async ({ page }) => {
  await open(page);
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText('3 to recall')).toBeVisible();
  await expect(page.getByRole('link', { name: 'To recall' }).locator('.queue-count')).toHaveText('3');
  // A name stands in one line, whole.
  expect(await rows(page).locator('.row-button').evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().height)))).toBeLessThan(30);
  await expect(rows(page).nth(0)).toContainText('26 Oct 2026 to 9 Nov 2026');
  await expect(rows(page).nth(0)).toContainText('over for 14 days');
  await expect(rows(page).nth(0)).toContainText('Called once');
  await expect(rows(page).filter({ hasText: 'Okafor, Ada' })).toContainText('Comes fasting');
  await expectAccessible(page);
  await page.getByLabel('Also who is due later').check();
  await expect(rows(page)).toHaveCount(4);
});

test('nobody is due', async ({ page }) => {
  await open(page, '?recalls=none');
  await expect(page.getByText('Nobody is due.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'To recall' }).locator('.queue-count')).toHaveCount(0);
  await expectAccessible(page);
});

test('by keys alone: C says called and goes on, X takes off with a reason', async ({ page }) => {
  await open(page);
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('c');
  await expect(rows(page).nth(0)).toContainText('Called 2 times');
  await expect(rows(page).nth(1).locator('.row-button')).toBeFocused();
  await page.keyboard.press('x');
  const dialog = page.locator('cd-recall-decline');
  await expect(dialog.getByLabel('Why?')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toBeVisible();
  await expectAccessible(page, 'cd-recall-decline');
  await page.keyboard.type('Moved away', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(2);
  expect((await said(page, 'op:decline_recall'))[0]).toMatchObject({ version: 1, reason: 'Moved away' });
  expect(await said(page, 'op:record_recall_call')).toHaveLength(1);
});

test('booking opens with what was noted, settles it, and undo is not lost', async ({ page }) => {
  await open(page);
  await rows(page).filter({ hasText: 'Okafor, Ada' }).getByRole('button', { name: /^Book/ }).click();
  const book = page.locator('cd-book');
  await expect(book.locator('cd-patient-card')).toContainText('Okafor');
  await expect(book.getByLabel('Note')).toHaveValue('Comes fasting');
  await expect(book.locator('.repeat-open')).toHaveCount(0);
  await book.locator('.offered .slot').first().click();
  await expect(book).toHaveCount(0);
  await expect(rows(page)).toHaveCount(2);
  const [operation] = await said(page, 'op:book_recall');
  expect(operation).toMatchObject({ version: 1, booking: { patient_id: ADA, note: 'Comes fasting' } });
  expect(operation.booking.service_ids).toHaveLength(1);
});

test('a later day is where Book begins to look', async ({ page }) => {
  await open(page);
  await page.getByLabel('Also who is due later').check();
  await rows(page).nth(3).getByRole('button', { name: /^Book/ }).click();
  await expect(page.locator('cd-book').getByLabel('Date')).toHaveValue('01/02/2027');
});

test('somebody booked it meanwhile: it is said in words', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:record_recall_call', () => {
      throw fake.refusal('recall.settled', { status: 'booked' });
    });
  });
  await rows(page).nth(0).getByRole('button', { name: /^Called/ }).click();
  await expect(page.getByText('Somebody booked this meanwhile, or took it off the list.')).toBeVisible();
});

test('at a visit: a preset, for what, with whom, a word for the desk', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/${DRAFT}?as=chen`);
  const visit = page.locator('cd-visit-form');
  await expect(visit.locator('.recalls-of')).toContainText('Comes fasting');
  await visit.getByLabel('Reason').focus();
  await page.keyboard.press('Control+Shift+E');
  const dialog = page.locator('cd-recall-dialog');
  await expect(dialog.getByRole('button', { name: '1 week' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.locator('[data-field=from_day]')).toContainText('Please fill this in.');
  await dialog.getByRole('button', { name: '3 months' }).click();
  await expect(dialog.getByLabel('From')).toHaveValue('23/02/2027');
  await expect(dialog.getByLabel('Until')).toHaveValue('09/03/2027');
  await expect(dialog.getByRole('button', { name: '3 months' })).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(page, 'cd-recall-dialog');
  await dialog.getByLabel('Until').fill('1.2.2027');
  await dialog.getByLabel('Note for the desk').fill('Brings the diary');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('This is before the first day.');
  await dialog.getByLabel('Until').fill('1.3.2027');
  await dialog.getByLabel('Note for the desk').press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(visit.locator('.recalls-of')).toContainText('Brings the diary');
  expect((await said(page, 'op:note_recall'))[0]).toMatchObject({ patient_id: ADA, visit_id: DRAFT, from_day: '2027-02-23', to_day: '2027-03-01', note: 'Brings the diary' });
  await expectAccessible(page);
});

test('a signed visit takes one too, without being changed', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/${SIGNED}?as=chen`);
  await page.locator('cd-visit-read').getByRole('button', { name: 'See again…' }).click();
  await page.locator('cd-recall-dialog').getByRole('button', { name: '2 weeks' }).click();
  await page.locator('cd-recall-dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('cd-visit-read .recalls-of li')).toHaveCount(2);
  await expectAccessible(page);
});

test('at the desk: on the patient’s page and in the panel it is one button', async ({ page }) => {
  await page.goto(`/patients/${ADA}?as=novak`);
  const seen = page.locator('.patient-facts .recalls-of');
  await expect(seen).toContainText('Comes fasting');
  await expectAccessible(page);
  await seen.getByRole('button', { name: 'Book next visit' }).click();
  await expect(page.locator('cd-book cd-patient-card')).toContainText('Okafor');
  await page.keyboard.press('Escape');
  await page.goto('/today?as=novak');
  await page.locator('.ec-event[data-id]', { hasText: 'Okafor' }).first().click();
  await expect(page.locator('cd-panel .recalls-of').getByRole('button', { name: 'Book next visit' })).toBeVisible();
  await expectAccessible(page, 'cd-panel');
});

test('at the checkout it is offered too, and paying goes on where it was', async ({ page }) => {
  await page.goto('/today?as=novak');
  await page.locator('.ec-event[data-id]', { hasText: 'Okafor Ada' }).first().click();
  await page.locator('cd-panel').getByRole('button', { name: /^Take payment/ }).click();
  const checkout = page.locator('cd-checkout');
  await expect(checkout.locator('.recalls-of')).toContainText('Comes fasting');
  await expectAccessible(page, 'cd-checkout');
  await checkout.getByRole('button', { name: 'Book next visit' }).click();
  await expect(page.locator('cd-book cd-patient-card')).toContainText('Okafor');
  await page.locator('cd-book .offered .slot').first().click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  await expect(checkout.locator('.recalls-of')).toHaveCount(0);
  await expect(checkout.getByRole('button', { name: /^Take payment/ })).toBeVisible();
  expect(await said(page, 'op:book_recall')).toHaveLength(1);
});

test('a list that ends before all are told says so', async ({ page }) => {
  await page.goto('/calendar/recalls');
  await expect(page.locator('.row-button').first()).toBeVisible();
  await expect(page.getByText('There may be more')).toHaveCount(0);
  await page.evaluate(() => {
    const list = /** @type {any} */ (document.querySelector('cd-calendar-recalls'));
    list.rows = Array.from({ length: 500 }, () => list.rows[0]);
  });
  await expect(page.getByText('Only the first 500 are shown here. There may be more.')).toBeVisible();
});

test('a plain booking is the visit that was asked for, unless the desk says otherwise', async ({ page }) => {
  await open(page);
  await page.goto('/today');
  await page.keyboard.press('b');
  const dialog = page.locator('cd-book dialog');
  await dialog.getByRole('combobox', { name: 'Patient' }).fill('Okafor, Ada');
  await dialog.getByRole('listbox', { name: 'Patient' }).getByRole('option').first().click();
  const is = dialog.getByLabel(/^This is the visit that was asked for:/);
  await expect(is).toHaveCount(1);
  await expect(page.locator('cd-book .offered .slot').first()).toBeFocused();
  // Another practitioner's time: it is not that visit until somebody says so.
  await expect(is).not.toBeChecked();
  await is.check();
  await expectAccessible(page, 'cd-book');
  await page.locator('cd-book .offered .slot').first().click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  expect((await said(page, 'op:book_recall'))[0]).toMatchObject({ version: 1, booking: { patient_id: ADA } });
});
