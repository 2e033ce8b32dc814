import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const JOHN = '01934f00-0000-7000-8000-000000001006';
const panel = (/** @type {Page} */ page) => page.locator('.admin-panel');
const row = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator('.row-button', { hasText: name });
const payment = (/** @type {Page} */ page) => page.locator('cd-payment dialog');
/** @param {Page} page @param {string} [query] */
async function pay(page, query = '') {
  await page.goto(`/patients/${JOHN}${query}`);
  await page.locator('cd-patient-billing').getByRole('button', { name: 'Take payment' }).click();
  await expect(payment(page).getByLabel('Amount in EUR')).toBeVisible();
}

test('methods of payment: the four, and one’s own, renamed, put in order and switched off', async ({ page }) => {
  await page.goto('/admin/payment-methods?as=admin');
  await expect(page.locator('table.rows tbody tr')).toHaveCount(4);
  for (const name of ['Cheque', 'TWINT']) {
    await page.getByRole('button', { name: 'Add a method' }).click();
    await panel(page).getByLabel('Name').fill(name);
    if (name === 'TWINT') await panel(page).getByRole('radio', { name: /^Card:/ }).check();
    await panel(page).getByLabel('Account code').fill(name === 'TWINT' ? '1081' : '');
    await expectAccessible(page);
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await expect(row(page, name)).toBeVisible();
  }
  expect(await said(page, 'op:add_payment_method')).toMatchObject([{ name: 'Cheque', kind: 'other' }, { name: 'TWINT', kind: 'card', account_code: '1081' }]);
  await row(page, 'TWINT').click();
  await panel(page).getByRole('button', { name: 'Up' }).click();
  await expect(page.locator('.row-button')).toHaveText(['Cash', 'Card', 'Transfer', 'Other', 'TWINT', 'Cheque']);
  await row(page, 'Cheque').click();
  await panel(page).getByLabel('Name').fill('Bank cheque');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await row(page, 'Bank cheque').click();
  await panel(page).getByRole('button', { name: 'No longer take it' }).click();
  await expect(page.locator('tr', { hasText: 'Bank cheque' })).toContainText('Not taken');
  // One of the four: its code and whether it is taken are among the rules for billing.
  await row(page, 'Transfer').click();
  await panel(page).getByLabel('Account code').fill('1020');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await row(page, 'Other').click();
  await expectAccessible(page);
  await panel(page).getByRole('button', { name: 'No longer take it' }).click();
  await expect(page.locator('tr').filter({ has: row(page, 'Other') })).toContainText('Not taken');
  expect((await said(page, 'op:edit_billing_rules')).at(-1).rules).toMatchObject({ account_codes: [{ account: 'transfer', code: '1020' }], methods_off: ['other'] });
});

test('at the desk each has its figure; lists, the till and the reports say its name', async ({ page }) => {
  await pay(page, '?methods');
  await expect(payment(page).locator('.pay-method')).toHaveCount(7);
  await payment(page).locator('.pay-methods input:checked').press('6');
  await expect(payment(page).getByRole('radio', { name: 'Cheque' })).toBeChecked();
  await expectAccessible(page, 'cd-payment');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-payment')).toHaveCount(0);
  expect((await said(page, 'op:take_payment'))[0]).toMatchObject({ method: 'other', amount_minor: 7500 });
  expect((await said(page, 'op:take_payment'))[0].method_id).toBeTruthy();
  await expect(page.locator('cd-patient-billing')).toContainText('Cheque');
  // The last one is the first choice of the next time.
  await page.locator('cd-patient-billing').getByRole('button', { name: 'Take payment' }).click();
  await expect(payment(page).getByRole('radio', { name: 'Cheque' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-payment')).toHaveCount(0);
  await page.locator('.rail').getByRole('link', { name: 'Billing' }).click();
  await page.getByRole('link', { name: 'Payments' }).click();
  await expect(page.locator('.billing-ages')).toContainText('Cheque');
  await page.getByRole('link', { name: 'Close the day' }).click();
  await expect(page.locator('.till-expected')).toContainText('Cheque');
  await expect(page.locator('.till-expected')).not.toContainText('Otherwise');
});

test('credit goes to the oldest, or where somebody says', async ({ page }) => {
  await pay(page);
  await payment(page).getByText('Invoices I choose').click();
  await payment(page).getByLabel('Amount in EUR').fill('50');
  await page.keyboard.press('Enter');
  const account = page.locator('cd-patient-billing');
  await expect(account).toContainText('€50.00 is credit');
  await account.getByRole('button', { name: 'Use credit' }).click();
  const dialog = page.locator('cd-use-credit dialog');
  await expect(dialog).toContainText('€50.00 of credit, €75.00 open');
  await expectAccessible(page, 'cd-use-credit');
  await dialog.getByText('Invoices I choose').click();
  await dialog.getByLabel(/^INV-/).first().fill('60');
  await dialog.locator('[data-submit]').click();
  await expect(dialog.getByRole('alert')).toContainText('The parts come to €60.00, and there is €50.00 of credit.');
  await expectAccessible(page, 'cd-use-credit');
  await dialog.getByLabel(/^INV-/).first().fill('20');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-use-credit')).toHaveCount(0);
  expect((await said(page, 'op:apply_credit'))[0]).toMatchObject({ parts: [{ amount_minor: 2000 }] });
  await expect(account).toContainText('€30.00 is credit');
  await account.getByRole('button', { name: 'Use credit' }).click();
  await expect(dialog.getByText('The oldest invoices first')).toBeVisible();
  await dialog.locator('[data-submit]').click();
  await expect(account).not.toContainText('is credit');
});

test('an issued invoice is paid in coins: proposed rounded, and said', async ({ page }) => {
  await pay(page, '?coins=400');
  const amount = payment(page).getByLabel('Amount in EUR');
  await payment(page).getByText('Card', { exact: true }).click();
  await expect(amount).toHaveValue('75.00');
  await payment(page).locator('.pay-methods input:checked').press('1');
  await expect(amount).toHaveValue('76.00');
  await expect(payment(page)).toContainText('Settles €75.00: €1.00 is rounding for cash.');
  await expectAccessible(page, 'cd-payment');
  await payment(page).getByText('Invoices I choose').click();
  await payment(page).getByLabel(/^INV-/).first().fill('75');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-payment')).toHaveCount(0);
  expect((await said(page, 'op:take_payment'))[0]).toMatchObject({ method: 'cash', amount_minor: 7600, rounding_minor: 100, parts: [{ amount_minor: 7500 }] });
  await expect(page.locator('cd-patient-billing')).toContainText('nothing owed');
  await page.locator('cd-patient-billing').getByRole('button', { name: 'INV-2026-00002' }).click();
  await expect(page.locator('cd-invoice dialog')).toContainText('Rounding for cash');
});

test('what was written off is asked for again, with a reason', async ({ page }) => {
  await page.goto('/billing/unpaid?as=silva');
  await page.getByRole('button', { name: 'INV-2026-00002', exact: true }).click();
  const invoice = page.locator('cd-invoice dialog');
  await invoice.getByRole('button', { name: 'Write off…' }).click();
  await page.locator('cd-write-off').getByLabel('Reason').fill('Moved away');
  await page.locator('cd-write-off').getByRole('button', { name: 'Write off' }).click();
  await invoice.getByRole('button', { name: 'Undo the write-off…' }).click();
  const dialog = page.locator('cd-undo-write-off dialog');
  await expect(dialog).toContainText('€75.00, written off');
  await dialog.getByRole('button', { name: 'Ask for it again' }).click();
  await expect(dialog).toContainText('Say why. It stays with the entry.');
  await expectAccessible(page, 'cd-undo-write-off');
  await dialog.getByLabel('Reason').fill('They paid after all');
  await dialog.getByRole('button', { name: 'Ask for it again' }).click();
  await expect(page.locator('cd-undo-write-off')).toHaveCount(0);
  await expect(invoice).toContainText('Undone by T. Silva');
  await expect(invoice.getByRole('button', { name: 'Undo the write-off…' })).toHaveCount(0);
  await expect(invoice.getByRole('button', { name: 'Write off…' })).toBeVisible();
  await expectAccessible(page, 'cd-invoice');
  expect((await said(page, 'op:undo_write_off'))[0]).toMatchObject({ reason: 'They paid after all' });
});
