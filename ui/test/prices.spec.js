import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ID = (/** @type {number} */ n) => `01934f00-0000-7000-8000-${String(n).padStart(12, '0')}`;
const STANDARD = '00000000-0000-0000-0000-000000000001';
/** al-Zahrani, Fatima: of the staff; to pay at Dr Adeyemi's, a follow-up. */
const FATIMA = ID(1015);
/** Okafor, Ada: has no list of her own. */
const ADA = ID(1001);

const panel = (/** @type {Page} */ page) => page.locator('.admin-panel');
const price = (/** @type {Page} */ page, /** @type {number} */ n) => panel(page).getByRole('group', { name: `Price ${n}`, exact: true });

test('price lists: add one, rename the standard one, which stays; hide another', async ({ page }) => {
  await page.goto('/admin/price-lists?as=admin&lists');
  await expect(page.getByRole('row', { name: /Standard/ })).toContainText('everybody else');
  await page.getByRole('button', { name: 'Add a price list' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.f-error').first()).toBeVisible();
  await page.getByLabel('Name').fill('Harbour Works');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Harbour Works' })).toBeFocused();
  expect((await said(page, 'op:add_price_list'))[0]).toMatchObject({ name: 'Harbour Works' });
  await page.locator('.row-button', { hasText: 'Standard' }).click();
  await expect(panel(page).getByRole('button', { name: 'Hide' })).toHaveCount(0);
  await page.getByLabel('Name').fill('Private');
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await said(page, 'op:edit_price_list'))[0]).toMatchObject({ price_list_id: STANDARD, name: 'Private', active: true });
  await page.locator('.row-button', { hasText: 'Staff and family' }).click();
  await panel(page).getByRole('button', { name: 'Hide' }).click();
  await expect(page.getByText('Staff and family is hidden. Its patients pay the standard prices.')).toBeVisible();
});

test('a service’s prices by list and by day: what is wrong stands at its field, and a price for January is sent', async ({ page }) => {
  await page.goto('/admin/services?as=admin&lists');
  await expect(page.getByRole('row', { name: /Follow-up/ })).toContainText('€52.00 from 1 Jan 2027');
  await page.locator('.row-button', { hasText: 'Check-up' }).click();
  await panel(page).getByRole('button', { name: 'Add a price' }).click();
  await expect(price(page, 1).getByLabel('Price list')).toBeFocused();
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(price(page, 1)).toContainText('What does it cost?');
  await expect(price(page, 1)).toContainText('From when on?');
  await expectAccessible(page);
  for (const bad of ['-5', '52.005', 'fifty']) {
    await price(page, 1).getByLabel('Price in EUR').fill(bad);
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await expect(price(page, 1)).toContainText('This is not an amount');
  }
  await price(page, 1).getByLabel('Price in EUR').fill('66');
  await price(page, 1).getByLabel('From').fill('1/1/2027');
  await price(page, 1).getByLabel('Until (optional)').fill('31/12/2026');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(price(page, 1)).toContainText('It ends before it begins.');
  await price(page, 1).getByLabel('Until (optional)').fill('');
  await panel(page).getByRole('button', { name: 'Add a price' }).click();
  await price(page, 2).getByLabel('Price in EUR').fill('70');
  await price(page, 2).getByLabel('From').fill('1/6/2027');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(price(page, 2)).toContainText('Standard has a price for these days already: from 1 Jan 2027. End that one first.');
  expect(await said(page, 'op:edit_service')).toEqual([]);
  await price(page, 2).getByLabel('Price list').selectOption('Staff and family');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:edit_service'))[0]?.prices).toEqual([
    { price_list_id: STANDARD, price_minor: 6600, valid_from: '2027-01-01', valid_to: null },
    { price_list_id: ID(601), price_minor: 7000, valid_from: '2027-06-01', valid_to: null },
  ]);
  await expect(page.getByRole('row', { name: /Check-up/ })).toContainText('€66.00 from 1 Jan 2027');
});

test('how the prices came to be, and by whom', async ({ page }) => {
  await page.goto('/admin/services?as=admin&lists');
  await page.locator('.row-button', { hasText: 'Follow-up' }).click();
  await panel(page).getByRole('button', { name: 'Price history' }).click();
  const history = panel(page).locator('cd-price-history');
  await expect(history).toContainText('Staff and family €20.00, 1 Jan 2026 to 31 Dec 2026');
  await expect(history).toContainText('€42.00 → €45.00');
  await expect(history).toContainText('R. Lindqvist');
  await expectAccessible(page);
});

test('a patient’s list is chosen where there are several, and counts for booking, bill and invoice', async ({ page }) => {
  await page.goto(`/patients/${ADA}?lists`);
  await expect(page.locator('.visit').first()).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('e');
  await page.getByLabel('Price list').selectOption('Staff and family');
  await expectAccessible(page, 'cd-patient-form');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:edit_patient'))[0]?.details.price_list_id).toBe(ID(601));
  await expect(page.locator('.patient-facts')).toContainText('Staff and family');
  // In the same window, with the same patient.
  await page.locator('main').focus();
  await page.keyboard.press('b');
  await expect(page.locator('cd-book .service', { hasText: 'Follow-up' })).toContainText('€20.00');
});

test('with one list nobody is asked', async ({ page }) => {
  await page.goto(`/patients/${ADA}`);
  await expect(page.locator('.visit').first()).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('e');
  await expect(page.getByLabel('Given names')).toBeFocused();
  await expect(page.getByLabel('Price list')).toHaveCount(0);
});

test('checkout and a draft take the list’s price and say so until another one is typed', async ({ page }) => {
  await page.goto('/today?lists');
  await page.locator('.ec-event', { hasText: 'al-Zahrani' }).first().click();
  await page.keyboard.press('p');
  const checkout = page.locator('cd-checkout dialog');
  await expect(checkout.getByLabel('Amount in EUR')).toHaveValue('20.00');
  await expect(checkout).toContainText('Price list: Staff and family');
  await expectAccessible(page, 'cd-checkout');
  await page.goto(`/patients/${FATIMA}?lists`);
  await page.locator('cd-patient-billing').getByRole('button', { name: 'New invoice' }).click();
  const invoice = page.locator('cd-invoice dialog');
  await invoice.getByLabel('Add a service').selectOption({ label: 'Follow-up · €20.00' });
  await expect(invoice.getByLabel('Price, line 1')).toHaveValue('20.00');
  await expect(invoice).toContainText('Price list: Staff and family');
  await expectAccessible(page, 'cd-invoice');
  await invoice.getByLabel('Price, line 1').fill('19');
  await expect(invoice).not.toContainText('Price list: Staff and family');
  await expect(invoice.locator('.invoice-sums')).not.toContainText('approves it');
  // As much below the list as no discount of one's own may be.
  await invoice.getByLabel('Price, line 1').fill('15');
  await expect(invoice.locator('.invoice-sums')).toContainText('Above 10 %: somebody who may give more approves it when you save.');
});

test('a discount above one’s limit: somebody who may give more signs in on the spot, and the history says who', async ({ page }) => {
  await page.goto(`/patients/${ADA}`);
  await page.locator('cd-patient-billing').getByRole('button', { name: 'New invoice' }).click();
  const invoice = page.locator('cd-invoice dialog');
  await invoice.getByLabel('Add a service').selectOption({ label: 'Follow-up · €45.00' });
  await invoice.getByLabel('Discount, line 1').fill('50 %');
  await invoice.getByLabel('Reason', { exact: true }).or(invoice.getByLabel('Reason, line 1')).first().fill('Long wait');
  await expect(invoice).toContainText('Above 10 %: somebody who may give more approves it when you save.');
  await invoice.getByRole('button', { name: 'Save' }).click();
  const approve = page.locator('cd-approve dialog');
  await expect(approve.getByLabel('Sign-in name')).toBeFocused();
  await expect(approve).toContainText('M. Novak stays signed in.');
  await expectAccessible(page, 'cd-approve');
  const type = async (/** @type {string} */ login, /** @type {string} */ password) => {
    await approve.getByLabel('Sign-in name').fill(login);
    await approve.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.keyboard.press('Enter');
  };
  await type('novak', 'correct horse battery');
  await expect(approve).toContainText('This is you: somebody else has to approve.');
  await expect(approve.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await type('silva', 'not the password');
  await expect(approve.locator('.f-error').first()).toBeVisible();
  await type('silva', 'correct horse battery');
  await expect(page.locator('cd-approve')).toHaveCount(0);
  await expect(page.getByText('Approved by T. Silva.')).toBeVisible();
  const sent = await said(page, 'op:edit_invoice');
  expect(sent.length).toBe(2);
  expect(sent[1].approval_id).toBeTruthy();
  expect(JSON.stringify(sent)).not.toContain('correct horse');
  await expect(page.locator('cd-shell')).toContainText('M. Novak');
  await page.locator('cd-patient-billing').getByRole('button', { name: 'Draft' }).first().click();
  await invoice.getByRole('button', { name: 'History' }).click();
  await expect(invoice.locator('cd-record-history')).toContainText('approved by T. Silva');
  await expectAccessible(page, 'cd-invoice');
});

test('account codes of services, taxes and accounts, for the accountant’s program', async ({ page }) => {
  await page.goto('/admin/services?as=admin');
  await page.locator('.row-button', { hasText: 'Follow-up' }).click();
  await panel(page).getByLabel('Account code').fill('8401');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:edit_service'))[0]?.account_code).toBe('8401');
  await page.goto('/admin/tax-rates?as=admin');
  await page.locator('.row-button', { hasText: 'VAT 20 %' }).click();
  await panel(page).getByLabel('Account code').fill('1776');
  await expectAccessible(page);
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:edit_tax_rate'))[0]?.details.account_code).toBe('1776');
  await page.goto('/admin/billing-rules?as=admin');
  await page.getByLabel('Petty cash').fill('1010');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:edit_billing_rules'))[0]?.rules.account_codes).toEqual([{ account: 'petty_cash', code: '1010' }]);
});
