import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** al-Zahrani, Fatima: to pay at Dr Adeyemi's, a follow-up of 45.00. */
const FATIMA = '01934f00-0000-7000-8000-000000001015';
/** Smith, John: owes 75.00 of an invoice of October. */
const JOHN = '01934f00-0000-7000-8000-000000001006';

/** @param {Page} page @param {string} [path] */
async function selectToPay(page, path = '/today') {
  await page.goto(path);
  await page.locator('.ec-event', { hasText: 'al-Zahrani' }).first().click();
  await expect(page.locator('cd-panel .panel-balance')).toContainText('owes €45.00');
}

const checkout = (/** @type {Page} */ page) => page.locator('cd-checkout dialog');
const invoice = (/** @type {Page} */ page) => page.locator('cd-invoice dialog');

test('checkout in three: P, the method, Enter', async ({ page }) => {
  await selectToPay(page);
  await page.keyboard.press('p');
  await expect(checkout(page).getByLabel('Amount in EUR')).toHaveValue('45.00');
  await expectAccessible(page, 'cd-checkout');
  await page.keyboard.press('1');
  await expect(checkout(page).getByRole('radio', { name: 'Cash' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-checkout')).toHaveCount(0);
  const [sent] = await said(page, 'op:check_out');
  expect(sent.payment).toMatchObject({ method: 'cash', amount_minor: 4500 });
  await expect(page.getByText(/Took €45\.00 from Fatima al-Zahrani\. Receipt R-2026-0000\d\. Nothing is owed\./)).toBeVisible();
  await expect(page.locator('cd-panel .panel-status')).toContainText('Done');
  await expect(page.locator('cd-panel .panel-balance')).toContainText('nothing owed');
});

test('the receipt is printed with the payment where this workstation does so, and what fails is said', async ({ page }) => {
  await selectToPay(page);
  await page.keyboard.press('p');
  await checkout(page).getByLabel('Print the receipt').check();
  await expectAccessible(page, 'cd-checkout');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('print_document', () => { throw fake.refusal('document.not_printed'); });
  });
  await checkout(page).locator('[data-submit]').click();
  const toast = page.locator('cd-undo .toast-error');
  await expect(toast).toContainText(/R-2026-0000\d: It could not be printed/);
  expect((await said(page, 'print_document'))[0]).toMatchObject({ question: { ask: 'receipt' }, look: { paper: 'a5', copy: false }, to: { printer: null, copies: 1 } });
  await toast.getByRole('button', { name: 'Preview' }).click();
  await expect(page.locator('cd-document dialog')).toContainText(/Receipt R-2026-0000\d/);
});

test('part of it: the visit stays to pay; more: it stays as credit', async ({ page }) => {
  await selectToPay(page);
  await page.keyboard.press('p');
  await checkout(page).getByLabel('Amount in EUR').fill('20');
  await expect(checkout(page)).toContainText('€25.00 stays owed.');
  await checkout(page).getByLabel('Amount in EUR').press('Enter');
  await expect(page.locator('cd-checkout')).toHaveCount(0);
  await expect(page.locator('cd-panel .panel-status')).toContainText('To pay');
  await expect(page.locator('cd-panel .panel-balance')).toContainText('owes €25.00');
  await page.keyboard.press('p');
  await expect(checkout(page).getByLabel('Amount in EUR')).toHaveValue('25.00');
  await checkout(page).getByLabel('Amount in EUR').fill('30');
  await expect(checkout(page)).toContainText('€5.00 stays as credit.');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-panel .panel-balance')).toContainText('credit €5.00');
  await expect(page.locator('cd-panel .panel-status')).toContainText('Done');
});

test('a discount from where it is paid: the draft is written, changed, and paid', async ({ page }) => {
  await selectToPay(page);
  await page.keyboard.press('p');
  await checkout(page).getByRole('button', { name: 'Discount or change…' }).click();
  await invoice(page).getByLabel('Discount on the whole').fill('10 %');
  await invoice(page).getByLabel('Reason', { exact: true }).fill('Family');
  await invoice(page).getByRole('button', { name: 'Save draft' }).click();
  await expect(page.locator('cd-invoice')).toHaveCount(0);
  await expect(checkout(page).getByLabel('Amount in EUR')).toHaveValue('40.50');
  await expectAccessible(page, 'cd-checkout');
  // The same draft again, not another one.
  await checkout(page).getByRole('button', { name: 'Discount or change…' }).click();
  await expect(invoice(page).getByLabel('Discount on the whole')).toHaveValue('10 %');
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-invoice')).toHaveCount(0);
  expect(await said(page, 'op:draft_invoice')).toHaveLength(1);
  await checkout(page).locator('[data-submit]').click();
  await expect(page.locator('cd-checkout')).toHaveCount(0);
  expect((await said(page, 'op:check_out'))[0].payment).toMatchObject({ amount_minor: 4050 });
  await expect(page.locator('cd-panel .panel-balance')).toContainText('nothing owed');
});

test('pays later: the invoice is issued, the visit is over', async ({ page }) => {
  await selectToPay(page);
  await page.getByRole('button', { name: /^Take payment/ }).click();
  await checkout(page).getByRole('button', { name: 'Pays later' }).click();
  await expect(page.locator('cd-checkout')).toHaveCount(0);
  await expect(page.locator('cd-panel .panel-status')).toContainText('Done');
  await expect(page.getByText(/INV-2026-\d+ is issued\. Fatima al-Zahrani pays later\./)).toBeVisible();
  expect((await said(page, 'op:check_out'))[0]).toMatchObject({ pays_later: true });
});

test('what is no amount is said at its field, and a refusal keeps what was typed', async ({ page }) => {
  await selectToPay(page);
  await page.keyboard.press('p');
  await checkout(page).getByLabel('Amount in EUR').fill('45.001');
  await page.keyboard.press('Enter');
  await expect(checkout(page)).toContainText('This is not an amount. Type for example 45.00.');
  await expectAccessible(page, 'cd-checkout');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:check_out', () => {
      throw fake.refusal('store.busy');
    });
  });
  await checkout(page).getByLabel('Amount in EUR').fill('40');
  await page.keyboard.press('Enter');
  await expect(checkout(page).getByRole('alert')).toContainText('The database is busy.');
  await expect(checkout(page).getByLabel('Amount in EUR')).toHaveValue('40');
});

test('cash is rounded to the coins there are, by a line of its own', async ({ page }) => {
  await selectToPay(page, '/today?coins=1000');
  await page.keyboard.press('p');
  await expect(checkout(page)).toBeVisible();
  await page.keyboard.press('2');
  await expect(checkout(page).getByLabel('Amount in EUR')).toHaveValue('45.00');
  await page.keyboard.press('1');
  await expect(checkout(page)).toContainText('Rounding for cash');
  await expect(checkout(page).getByLabel('Amount in EUR')).toHaveValue('50.00');
});

test('who takes no payments sends them on without', async ({ page }) => {
  await page.goto('/today?as=chen');
  await page.locator('.ec-event', { hasText: 'al-Zahrani' }).first().click();
  await expect(page.locator('cd-panel .panel-main')).toContainText('Done');
  await expect(page.locator('cd-panel .panel-balance')).toHaveCount(0);
  await expect(page.locator('.rail a[href="/billing"]')).toHaveCount(0);
});

test('a list that is not all of it says so', async ({ page }) => {
  await page.goto('/billing/unpaid');
  await expect(page.getByRole('heading', { name: 'Unpaid', level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    const one = { appointment_id: '', version: 1, patient_id: '', name: 'Rossi, Sara', mrn: '100001', practitioner_id: '', starts_at: '2026-11-20T09:00:00', services: 'Check-up', price_minor: 4500 };
    fake.handle('ask:to_bill', () => ({ visits: Array.from({ length: 500 }, () => one), drafts: [] }));
  });
  await page.getByRole('link', { name: 'To bill' }).click();
  await expect(page.getByText('Only 500 are shown. Choose fewer days to see the others.')).toBeVisible();
});

test('to bill: a visit becomes a draft in one step, is changed, and issued', async ({ page }) => {
  await page.goto('/billing/to-bill');
  await expect(page.getByRole('heading', { name: 'To bill', level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Invoice for al-Zahrani, Fatima' }).first().click();
  await expect(invoice(page)).toContainText('Draft invoice');
  await expect(invoice(page).getByLabel('Description, line 1')).toBeFocused();
  await expectAccessible(page, 'cd-invoice');
  await invoice(page).getByLabel('Add a service').selectOption({ label: 'Travel advice · €40.00' });
  await expect(invoice(page).locator('.invoice-sums')).toContainText('€85.00');
  await invoice(page).getByLabel('Discount, line 1').fill('10 %');
  await expect(invoice(page).locator('.invoice-sums')).toContainText('€80.50');
  await invoice(page).getByRole('button', { name: 'Issue' }).click();
  await expect(invoice(page)).toContainText('Say why there is a discount.');
  await invoice(page).getByLabel('Reason, line 1').fill('Family');
  await invoice(page).getByRole('button', { name: 'Issue' }).click();
  await expect(invoice(page)).toContainText(/Invoice INV-2026-\d+/);
  await expect(invoice(page)).toContainText('less €4.50: Family');
  const [sent] = await said(page, 'op:edit_invoice');
  expect(sent.lines[0]).toMatchObject({ quantity: 1, unit_minor: 4500, discount: { kind: 'percent', value: 1000, reason: 'Family' } });
  expect(sent.lines[1]).toMatchObject({ unit_minor: 4000, tax_rate_id: '01934f00-0000-7000-8000-000000009901' });
  await expectAccessible(page, 'cd-invoice');
});

test('a discount above one’s limit is not saved while nobody approves it; a draft can be voided', async ({ page }) => {
  await page.goto('/billing/to-bill');
  await page.getByRole('button', { name: 'Müller, Eva', exact: true }).click();
  await invoice(page).getByLabel('Discount on the whole').fill('20 %');
  await invoice(page).getByLabel('Reason').fill('Waited long');
  await expect(invoice(page).locator('.invoice-sums')).toContainText('Above 10 %: somebody who may give more approves it when you save.');
  await invoice(page).getByRole('button', { name: 'Save draft' }).click();
  const approve = page.locator('cd-approve dialog');
  await expect(approve).toContainText('It is above 10 %, the most your role may give.');
  await approve.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('cd-approve')).toHaveCount(0);
  expect(await said(page, 'op:edit_invoice')).toHaveLength(1);
  await expect(invoice(page).getByLabel('Discount on the whole')).toHaveValue('20 %');
  await invoice(page).getByRole('button', { name: 'Void…' }).click();
  await invoice(page).getByLabel('Why is this draft void?').fill('Written twice');
  await invoice(page).getByRole('button', { name: 'Void draft' }).click();
  await expect(page.locator('cd-invoice')).toHaveCount(0);
  expect((await said(page, 'op:void_invoice'))[0]).toMatchObject({ reason: 'Written twice' });
});

test('unpaid: how long it is due, opened and paid', async ({ page }) => {
  await page.goto('/billing/unpaid?as=silva');
  const ages = page.locator('.billing-ages');
  await expect(ages).toContainText('All open€190.00');
  await expect(ages).toContainText('Over 90 days€55.00');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take payment from Smith, John' }).click();
  const dialog = page.locator('cd-payment dialog');
  await expect(dialog.getByLabel('Amount in EUR')).toHaveValue('75.00');
  await expectAccessible(page, 'cd-payment');
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-payment')).toHaveCount(0);
  expect((await said(page, 'op:take_payment'))[0]).toMatchObject({ method: 'transfer', amount_minor: 7500, parts: [{ amount_minor: 7500 }] });
  await expect(ages).toContainText('All open€115.00');
});

test('payments: who took what, by which method', async ({ page }) => {
  await page.goto('/billing/payments');
  await expect(page.locator('.billing-payments tbody tr')).toHaveCount(2);
  await expect(page.locator('.billing-ages')).toContainText('Cash · 1 entry€30.00');
  await expect(page.locator('.billing-payments')).toContainText('M. Novak at Front desk 1');
  await expectAccessible(page);
});

test('the patient’s page: what they owe, their invoices, a payment', async ({ page }) => {
  await page.goto(`/patients/${JOHN}`);
  const account = page.locator('cd-patient-billing');
  await expect(account).toContainText('owes €75.00');
  await expectAccessible(page);
  await account.getByRole('button', { name: 'Take payment' }).click();
  const dialog = page.locator('cd-payment dialog');
  await dialog.getByLabel('Amount in EUR').fill('100');
  await expect(dialog).toContainText('€25.00 stays as credit.');
  await page.keyboard.press('Enter');
  await expect(account).toContainText('credit €25.00');
  await expect(account).toContainText('€25.00 is credit');
  await page.goto(`/patients/${FATIMA}`);
  await page.locator('cd-patient-billing').getByRole('button', { name: 'New invoice' }).click();
  await expect(invoice(page)).toContainText('No lines yet.');
});

test('taxes and rules for billing in Admin', async ({ page }) => {
  await page.goto('/admin/tax-rates?as=admin');
  await page.getByRole('button', { name: 'Add a tax rate' }).click();
  await page.getByLabel('Name').fill('Exempt');
  await page.getByLabel('Exempt', { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This cannot be empty.').or(page.locator('.f-error')).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Reason').fill('Medical care');
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await said(page, 'op:add_tax_rate'))[0].details).toMatchObject({ kind: 'exempt', basis_points: 0, reason: 'Medical care' });
  await page.goto('/admin/billing-rules?as=admin');
  await page.getByLabel('Due after (days)').fill('30');
  await page.getByLabel('Receptionist').fill('12.5');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The rules for billing are saved.')).toBeVisible();
  const [sent] = await said(page, 'op:edit_billing_rules');
  expect(sent.rules).toMatchObject({ due_days: 30, discount_limits: expect.arrayContaining([{ role: 'receptionist', basis_points: 1250 }]) });
});

test('one payment for a family: invoices of another patient are added by keys', async ({ page }) => {
  await page.goto(`/patients/${JOHN}`);
  await page.locator('cd-patient-billing').getByRole('button', { name: 'Take payment' }).click();
  const dialog = page.locator('cd-payment dialog');
  await dialog.getByText('Invoices I choose').click();
  await dialog.getByLabel(/^INV-/).first().fill('75');
  const also = dialog.getByRole('combobox', { name: 'Also for another patient' });
  await also.fill('okafor');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await also.press('Enter');
  await expect(dialog.locator('.payment-other')).toHaveCount(1);
  await expect(also).toBeFocused();
  const amounts = await dialog.locator('.payment-part input').evaluateAll((inputs) => inputs.map((input) => Number(/** @type {HTMLInputElement} */ (input).value)));
  const sum = amounts.reduce((all, one) => all + one, 0);
  await expect(dialog.getByLabel('Amount in EUR')).toHaveValue(sum.toFixed(2));
  await expectAccessible(page, 'cd-payment');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-payment')).toHaveCount(0);
  const [sent] = await said(page, 'op:take_payment');
  expect(sent.amount_minor).toBe(Math.round(sum * 100));
  expect(sent.parts.length).toBe(amounts.length);
});
