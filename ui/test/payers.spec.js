import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const invoice = (/** @type {Page} */ page) => page.locator('cd-invoice dialog').last();
const share = (/** @type {Page} */ page) => page.locator('cd-share-invoice dialog');

/** The first visit of To bill becomes a draft. @param {Page} page */
async function draftOfVisit(page) {
  await page.goto('/billing/to-bill?payers');
  await page.getByRole('button', { name: /^Invoice for/ }).first().click();
  await expect(invoice(page)).toContainText('Draft');
}

test('a payer is added, changed and hidden', async ({ page }) => {
  await page.goto('/admin/payers?payers&as=admin');
  await expect(page.getByRole('button', { name: 'Harbour Health Insurance' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a payer' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Mill Street School');
  await page.getByLabel('Days until due').fill('400');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByText(/365/).first()).toBeVisible();
  await page.getByLabel('Days until due').fill('45');
  await page.getByLabel('Address').fill('Mill Street 1\n\nPorthaven');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByRole('button', { name: 'Mill Street School' })).toBeVisible();
  expect((await said(page, 'op:add_payer'))[0].details).toMatchObject({ name: 'Mill Street School', address_lines: ['Mill Street 1', 'Porthaven'], due_days: 45 });
  await expectAccessible(page);
});

test('a draft is shared by percent: two drafts, and the desk asks for the patient’s part', async ({ page }) => {
  await draftOfVisit(page);
  await invoice(page).getByRole('button', { name: 'Another payer…' }).click();
  await share(page).getByRole('combobox', { name: 'Insurer or payer' }).selectOption({ label: 'Harbour Health Insurance' });
  await share(page).getByLabel('Member number').fill('HH 204');
  await share(page).getByLabel('Part in percent').fill('120');
  await expect(share(page)).toContainText('Type a percentage from 0 to 100.');
  await share(page).getByLabel('Part in percent').fill('80');
  await expectAccessible(page, 'cd-share-invoice');
  await share(page).getByRole('button', { name: 'Share the invoice' }).click();
  await expect(share(page)).toHaveCount(0);
  const [sent] = await said(page, 'op:share_invoice');
  expect(sent).toMatchObject({ member_number: 'HH 204' });
  expect(sent.shares).toHaveLength(1);
  await expect(page.getByText('Harbour Health Insurance has its own draft now. Issue both.')).toBeVisible();
  await page.locator('cd-invoice dialog').getByRole('button', { name: 'its draft, to be issued' }).click();
  await expect(invoice(page)).toContainText('Goes to Harbour Health Insurance, member HH 204');
});

test('all of it: the same draft goes to the payer, and back', async ({ page }) => {
  await draftOfVisit(page);
  await invoice(page).getByRole('button', { name: 'Another payer…' }).click();
  await share(page).getByRole('combobox', { name: 'Insurer or payer' }).selectOption({ index: 1 });
  await share(page).getByLabel('Part in percent').fill('100');
  await share(page).getByRole('button', { name: 'Send it all to the payer' }).click();
  await expect(invoice(page)).toContainText('Goes to Harbour Health Insurance');
  await invoice(page).getByRole('button', { name: 'To the patient' }).click();
  await expect(invoice(page).getByRole('button', { name: 'Another payer…' })).toBeVisible();
  await expect(invoice(page)).not.toContainText('Goes to');
});

test('nothing is sent while it means nothing', async ({ page }) => {
  await draftOfVisit(page);
  await invoice(page).getByRole('button', { name: 'Another payer…' }).click();
  await share(page).getByRole('button', { name: 'Share the invoice' }).click();
  await expect(share(page)).toContainText('Who pays?');
  await share(page).getByRole('combobox', { name: 'Insurer or payer' }).selectOption({ index: 1 });
  await share(page).getByRole('button', { name: 'Share the invoice' }).click();
  await expect(share(page)).toContainText('Give the payer at least part of one line.');
  await share(page).getByRole('textbox', { name: /^Paid by the payer of/ }).first().fill('999999');
  await share(page).locator('[data-submit]').click();
  await expect(share(page)).toContainText(/From nothing to €/);
  expect(await said(page, 'op:share_invoice')).toHaveLength(0);
});

test('a payer’s account: its invoices, and a payment that settles them', async ({ page }) => {
  await draftOfVisit(page);
  await invoice(page).getByRole('button', { name: 'Another payer…' }).click();
  await share(page).getByRole('combobox', { name: 'Insurer or payer' }).selectOption({ index: 1 });
  await share(page).getByLabel('Part in percent').fill('100');
  await share(page).getByRole('button', { name: 'Send it all to the payer' }).click();
  await invoice(page).getByRole('button', { name: /^Issue/ }).click();
  await invoice(page).getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('link', { name: 'Payers' }).click();
  await page.getByRole('button', { name: 'Harbour Health Insurance' }).click();
  await expect(page.locator('.account-head')).toContainText('owes €');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Statement…' }).click();
  const paper = page.locator('cd-document');
  await expect(paper.locator('[data-submit]')).toBeEnabled();
  await expect(paper).toContainText('Statement of account');
  const asked = async () => (await said(page, 'preview_document')).at(-1)?.question;
  expect(await asked()).toMatchObject({ ask: 'payer_statement', on: '2026-11-23' });
  await expectAccessible(page, 'cd-document');
  await paper.getByLabel('At the end of').fill('31/10/2026');
  await paper.getByLabel('At the end of').press('Enter');
  await expect.poll(async () => (await asked()).on).toBe('2026-10-31');
  await page.keyboard.press('Escape');
  await expect(paper).toHaveCount(0);
  await page.getByRole('button', { name: 'Take payment' }).click();
  await page.locator('cd-payment [data-submit]').click();
  await expect(page.locator('cd-payment')).toHaveCount(0);
  expect((await said(page, 'op:take_payment'))[0].payer_id).toBeTruthy();
  await expect(page.locator('.account-head')).toContainText('nothing owed');
});
