import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const invoice = (/** @type {Page} */ page) => page.locator('cd-invoice dialog');

/** Smith's invoice of October: 105.00, of which 30.00 are paid. @param {Page} page */
async function openSmiths(page) {
  await page.goto('/billing/unpaid?as=silva');
  await page.getByRole('button', { name: 'INV-2026-00002', exact: true }).click();
  await expect(invoice(page)).toContainText('Invoice INV-2026-00002');
}

test('a credit note over some lines, then over the rest, written anew', async ({ page }) => {
  await openSmiths(page);
  await invoice(page).getByRole('button', { name: 'Credit note…' }).click();
  const dialog = page.locator('cd-credit-note dialog');
  await expect(dialog).toContainText('€105.00');
  await dialog.getByRole('radio', { name: 'These lines' }).check();
  await dialog.getByRole('checkbox', { name: 'Blood test' }).check();
  await expect(dialog.getByLabel('Amount for Blood test')).toHaveValue('25.00');
  await dialog.getByRole('button', { name: 'Write credit note' }).click();
  await expect(dialog).toContainText('Say why. It stays with the entry.');
  await expectAccessible(page, 'cd-credit-note');
  await dialog.getByLabel('Reason').fill('Not done');
  await dialog.getByRole('button', { name: 'Write credit note' }).click();
  await expect(page.locator('cd-credit-note')).toHaveCount(0);
  expect((await said(page, 'op:write_credit_note'))[0]).toMatchObject({ reason: 'Not done', lines: [{ total_minor: 2500 }] });
  await expect(invoice(page)).toContainText('CN-2026-00001');
  await invoice(page).getByRole('button', { name: 'Credit note…' }).click();
  await page.locator('cd-credit-note').getByLabel('Write the invoice anew as a draft').check();
  await page.locator('cd-credit-note').getByLabel('Reason').fill('Wrong name');
  await page.locator('cd-credit-note').getByRole('button', { name: 'Write credit note' }).click();
  await expect(invoice(page)).toContainText('Draft invoice');
  await expect(invoice(page).getByLabel('Description, line 1')).toHaveValue('New patient');
});

test('writing off what will not be paid', async ({ page }) => {
  await openSmiths(page);
  await invoice(page).getByRole('button', { name: 'Write off…' }).click();
  const dialog = page.locator('cd-write-off dialog');
  await dialog.getByLabel('Amount in EUR').fill('80');
  await dialog.getByLabel('Reason').fill('Moved away');
  await dialog.getByRole('button', { name: 'Write off' }).click();
  await expect(dialog).toContainText('At most €75.00.');
  await expectAccessible(page, 'cd-write-off');
  await dialog.getByLabel('Amount in EUR').fill('75');
  await dialog.getByRole('button', { name: 'Write off' }).click();
  await expect(page.locator('cd-write-off')).toHaveCount(0);
  await expect(invoice(page)).toContainText('Moved away');
  expect((await said(page, 'op:write_off'))[0]).toMatchObject({ amount_minor: 7500, reason: 'Moved away' });
});

test('a refund gives back what is left of a payment, and no more', async ({ page }) => {
  await page.goto('/billing/payments?as=silva');
  await page.getByRole('button', { name: 'More for R-2026-00001' }).click();
  await page.getByRole('menuitem', { name: 'Refund…' }).click();
  const dialog = page.locator('cd-refund dialog');
  await expect(dialog.getByLabel('Amount in EUR')).toHaveValue('20.00');
  await dialog.getByLabel('Reason').fill('Paid twice');
  await dialog.getByLabel('Amount in EUR').fill('20.01');
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await expect(dialog).toContainText('At most €20.00.');
  await expectAccessible(page, 'cd-refund');
  await dialog.getByLabel('Amount in EUR').fill('5');
  await dialog.getByRole('button', { name: 'Give back' }).click();
  await expect(page.locator('.billing-payments')).toContainText('of R-2026-00001');
  expect((await said(page, 'op:refund_payment'))[0]).toMatchObject({ amount_minor: 500, reason: 'Paid twice' });
});

test('a payment that was entered wrong is taken back and entered right in one step', async ({ page }) => {
  await page.goto('/billing/payments?as=silva');
  await page.getByRole('button', { name: 'More for R-2026-00002' }).click();
  await page.getByRole('menuitem', { name: 'Correct…' }).click();
  const dialog = page.locator('cd-correct-payment dialog');
  await dialog.getByRole('radio', { name: 'Card' }).check();
  await dialog.getByLabel('Amount in EUR').fill('35');
  await dialog.getByLabel('Reason').fill('Paid by card');
  await expectAccessible(page, 'cd-correct-payment');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(page.locator('cd-correct-payment')).toHaveCount(0);
  expect((await said(page, 'op:correct_payment'))[0]).toMatchObject({ reason: 'Paid by card', right: { method: 'card', amount_minor: 3500 } });
  await expect(page.locator('.billing-payments tbody tr')).toHaveCount(4);
  await expect(page.locator('.billing-payments')).toContainText('taken back');
});

test('who may not correct is offered nothing of it', async ({ page }) => {
  await page.goto('/billing/payments');
  await expect(page.locator('.billing-payments tbody tr')).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^More for/ })).toHaveCount(0);
});

test('a correction stays in the drawer that holds the money, and says by whom', async ({ page }) => {
  await page.goto('/billing/payments?as=silva');
  await page.getByRole('button', { name: 'More for R-2026-00002' }).click();
  await page.getByRole('menuitem', { name: 'Correct…' }).click();
  const dialog = page.locator('cd-correct-payment dialog');
  await expect(dialog).toContainText('in the cashier’s drawer while that day is open');
  await dialog.getByRole('radio', { name: 'Card' }).check();
  await dialog.getByLabel('Reason').fill('Paid by card');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  await expect(page.locator('.billing-payments')).toContainText('instead of R-2026-00002');
  await expect(page.locator('.billing-payments tr.is-hidden')).toContainText('Corrected by T. Silva');
  await page.getByRole('link', { name: 'Close the day' }).click();
  await expect(page.locator('.till-moves')).toContainText('€30.00 Cash, should read €30.00 Card');
});

test('a closed day says what was corrected later, and keeps its figures', async ({ page }) => {
  await page.goto('/billing/payments?as=admin&closed-day');
  await page.getByLabel('From').fill('20/11/2026');
  await page.getByLabel('From').press('Enter');
  await page.getByRole('button', { name: 'More for R-2026-00002' }).click();
  await page.getByRole('menuitem', { name: 'Correct…' }).click();
  const dialog = page.locator('cd-correct-payment dialog');
  await dialog.getByRole('radio', { name: 'Card' }).check();
  await dialog.getByLabel('Reason').fill('Paid by card');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
  const rows = page.locator('.billing-payments tbody tr');
  await expect(page.locator('.billing-payments tr.is-hidden')).toContainText('Corrected after the close by R. Lindqvist');
  await expect(rows.filter({ hasText: 'instead of R-2026-00002' })).toContainText('Corrects the closed day of T. Silva, 20 Nov 2026');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Close the day' }).click();
  const closed = page.locator('table.rows');
  await expect(closed).toContainText('€254.00');
  await expect(closed.locator('.till-later')).toContainText('Corrected later R-2026-00002: €30.00 Cash, should read €30.00 Card Corrected by R. Lindqvist');
  await expect(page.locator('.till-moves')).toContainText('Corrects the closed day of T. Silva, 20 Nov 2026');
  await expectAccessible(page);
});
