import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const dialog = (/** @type {Page} */ page) => page.locator('cd-document dialog');
const pictures = (/** @type {Page} */ page) => dialog(page).locator('.document-page');

/** Smith's invoice of October. @param {Page} page */
async function openInvoice(page) {
  await page.goto('/billing/unpaid?as=silva');
  await page.getByRole('button', { name: 'INV-2026-00002', exact: true }).click();
  await expect(page.locator('cd-invoice dialog')).toContainText('Invoice INV-2026-00002');
}

test('an invoice is shown as it will be on paper and printed, by keys alone', async ({ page }) => {
  await openInvoice(page);
  await expect(page.locator('cd-invoice [data-submit]')).toBeFocused();
  await page.keyboard.press('Control+p');
  await expect(dialog(page)).toContainText('Invoice INV-2026-00002');
  await expect(page.getByAltText('INV-2026-00002, page 1 of 1')).toBeVisible();
  expect(await pictures(page).first().evaluate((image) => /** @type {HTMLImageElement} */ (image).decode().then(() => /** @type {HTMLImageElement} */ (image).naturalWidth > 0))).toBe(true);
  await expect(dialog(page).locator('[data-submit]')).toBeFocused();
  await expectAccessible(page, 'cd-document');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-document')).toHaveCount(0);
  await expect(page.getByText('INV-2026-00002 is on its way to the printer')).toBeVisible();
  const [printed] = await said(page, 'print_document');
  expect(printed.question).toMatchObject({ ask: 'invoice_document' });
  expect(printed.look).toEqual({ paper: 'a4', copy: false });
  expect(printed.to).toEqual({ printer: null, tray: null, copies: 1 });
  // Back where one was.
  await expect(page.locator('cd-invoice dialog')).toBeVisible();
});

test('marked as a copy, on other paper, saved as a PDF', async ({ page }) => {
  await openInvoice(page);
  await page.locator('cd-invoice').getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(pictures(page)).toHaveCount(1);
  await dialog(page).getByLabel('Marked as a copy').check();
  await dialog(page).getByLabel('Paper').selectOption({ label: 'Letter' });
  await expect(pictures(page).first()).toHaveClass(/is-letter/);
  await page.keyboard.press('Control+s');
  await expect(page.getByText('INV-2026-00002 saved as a PDF')).toBeVisible();
  expect((await said(page, 'save_document'))[0].look).toEqual({ paper: 'letter', copy: true });
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-document')).toHaveCount(0);
});

test('mailed: saved first, then the mail program with its number, and the file is attached by hand', async ({ page }) => {
  await openInvoice(page);
  await page.keyboard.press('Control+p');
  await expect(pictures(page)).toHaveCount(1);
  const mail = dialog(page).getByRole('button', { name: 'Mail…' });
  await expect(mail).toHaveAttribute('title', 'Saves the PDF and opens the mail program. Attach the saved file there.');
  // Closed without saying where: there is nothing to attach.
  await page.evaluate(() => ((/** @type {any} */ (window).fakeSavesNothing = true)));
  await mail.click();
  await expect.poll(async () => (await said(page, 'save_document')).length).toBe(1);
  await expect(mail).toBeEnabled();
  expect(await said(page, 'mail_document')).toEqual([]);
  await page.evaluate(() => ((/** @type {any} */ (window).fakeSavesNothing = false)));
  await mail.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('INV-2026-00002.pdf is saved, and the mail program is open. Attach the saved file.')).toBeVisible();
  expect(await said(page, 'mail_document')).toEqual([{ subject: 'Invoice INV-2026-00002 – Northside Clinic', text: 'Hello,\n\nattached you find this: Invoice INV-2026-00002.\n\nNorthside Clinic\n' }]);
  await expectAccessible(page, 'cd-document');
});

test('a mail says nothing of a record', async ({ page }) => {
  await page.goto('/patients/01934f00-0000-7000-8000-000000001001/letters?as=chen');
  await page.locator('.letter-rows').getByRole('button', { name: /SICK-2026-00001/ }).first().click();
  await expect(pictures(page)).not.toHaveCount(0);
  await dialog(page).getByRole('button', { name: 'Mail…' }).click();
  await expect.poll(async () => (await said(page, 'mail_document')).length).toBe(1);
  expect(await said(page, 'mail_document')).toEqual([{ subject: 'Your document – Northside Clinic', text: 'Hello,\n\nattached you find a document.\n\nNorthside Clinic\n' }]);
  // Nor does the file's name, which holds its number alone.
  expect((await said(page, 'save_document'))[0].mailed).toBe(true);
  await expect(page.getByText('document-2026-00001.pdf is saved, and the mail program is open. Attach the saved file.')).toBeVisible();
  // Saved without a mail it is called what it is.
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'save_document')).at(-1).mailed).toBe(false);
});

test('a sick note and a prescription have one original; a summary is printed as often as it is needed', async ({ page }) => {
  const ada = '/patients/01934f00-0000-7000-8000-000000001001';
  /** @param {string} place @param {() => Promise<void>} open */
  const twice = async (place, open) => {
    await page.goto(`${ada}/${place}?as=chen`);
    await open();
    await expect(pictures(page)).not.toHaveCount(0);
    await expect(dialog(page).getByLabel('Marked as a copy')).toBeVisible();
    await page.keyboard.press('Control+p');
    await expect(page.locator('cd-document')).toHaveCount(0);
    await open();
    await expect(pictures(page)).not.toHaveCount(0);
  };
  await twice('letters', () => page.locator('.letter-rows').getByRole('button', { name: /SICK-2026-00001/ }).first().click());
  await expect(dialog(page)).toContainText('This one says that it is a copy.');
  await expectAccessible(page, 'cd-document');
  await twice('medicines', () => page.locator('.medicine-do button[aria-label*="rescription"]').first().click());
  await expect(dialog(page)).toContainText('This one says that it is a copy.');
  await twice('vaccinations', () => page.getByRole('button', { name: 'Print…' }).click());
  await expect(dialog(page).getByLabel('Marked as a copy')).toBeVisible();
});

test('a receipt from the payments, on a roll; the paper stays for the next', async ({ page }) => {
  await page.goto('/billing/payments?as=silva');
  await page.getByRole('button', { name: 'Preview R-2026-00001' }).click();
  await expect(dialog(page)).toContainText('Receipt R-2026-00001');
  await expect(pictures(page).first()).toHaveClass(/is-a5/);
  await dialog(page).getByLabel('Paper').selectOption({ label: 'Roll of 80 mm' });
  await expect(pictures(page).first()).toHaveClass(/is-roll_80/);
  await expectAccessible(page, 'cd-document');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Preview R-2026-00002' }).click();
  await expect(pictures(page).first()).toHaveClass(/is-roll_80/);
  expect((await said(page, 'preview_document')).at(-1)).toMatchObject({ question: { ask: 'receipt' }, look: { paper: 'roll_80', copy: false } });
});

test('once the original was printed it is a copy, and says since when', async ({ page }) => {
  await openInvoice(page);
  await page.keyboard.press('Control+p');
  await expect(pictures(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-document')).toHaveCount(0);
  await page.keyboard.press('Control+p');
  await expect(dialog(page)).toContainText('The original was printed on 23 Nov 2026, 10:32. This one says that it is a copy.');
  await expect(dialog(page).getByLabel('Marked as a copy')).toHaveCount(0);
  await expectAccessible(page, 'cd-document');
});

test('printer, tray and number stay on this workstation for each kind of document', async ({ page }) => {
  await openInvoice(page);
  await page.keyboard.press('Control+p');
  await expect(dialog(page).getByLabel('Tray')).toHaveCount(0);
  await dialog(page).getByLabel('Printer').selectOption('Back_Office');
  await dialog(page).getByLabel('Tray').selectOption('Letterhead');
  await dialog(page).getByLabel('How many').selectOption('2');
  await expectAccessible(page, 'cd-document');
  await dialog(page).getByRole('button', { name: /^Print/ }).click();
  await expect(page.locator('cd-document')).toHaveCount(0);
  const to = { printer: 'Back_Office', tray: 'Letterhead', copies: 2 };
  expect((await said(page, 'print_document'))[0].to).toEqual(to);
  await page.keyboard.press('Control+p');
  await expect(dialog(page).getByLabel('Printer')).toHaveValue('Back_Office');
  await dialog(page).locator('[data-submit]').click();
  expect((await said(page, 'print_document'))[1].to).toEqual(to);
  await page.goto('/billing/payments?as=silva');
  await page.getByRole('button', { name: 'Preview R-2026-00001' }).click();
  await expect(dialog(page).getByLabel('Printer')).toHaveValue('');
  await expect(dialog(page).getByLabel('How many')).toHaveValue('1');
});

test('what cannot be made or printed says so, keeps the dialog, and can be tried again', async ({ page }) => {
  await openInvoice(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('preview_document', () => { throw fake.refusal('document.failed'); });
  });
  await page.keyboard.press('Control+p');
  await expect(dialog(page).getByRole('alert')).toContainText('The document could not be made.');
  await expect(dialog(page).getByRole('button', { name: /^Print/ })).toBeDisabled();
  await expectAccessible(page, 'cd-document');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('preview_document', () => ({ pages: ['<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"/>'], file_name: 'x.pdf', uncovered: 'अख' }));
    fake.handle('print_document', () => { throw fake.refusal('document.not_printed'); });
  });
  await dialog(page).getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(dialog(page).locator('.document-uncovered')).toContainText('No font of this computer has these characters');
  await expect(dialog(page).locator('.document-uncovered')).toContainText('अ (U+0905), ख (U+0916)');
  await dialog(page).getByRole('button', { name: /^Print/ }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('It could not be printed');
  await expectAccessible(page, 'cd-document');
  await expect(pictures(page)).toHaveCount(1);
});

test('a credit note and a payment have their papers in the invoice', async ({ page }) => {
  await openInvoice(page);
  const invoice = page.locator('cd-invoice dialog');
  await invoice.getByRole('button', { name: 'Credit note…' }).click();
  await page.locator('cd-credit-note').getByLabel('Reason').fill('Not done');
  await page.locator('cd-credit-note').getByRole('button', { name: 'Write credit note' }).click();
  await invoice.getByRole('button', { name: 'Preview CN-2026-00001' }).click();
  await expect(dialog(page)).toContainText('Credit note CN-2026-00001');
  await page.keyboard.press('Escape');
  await invoice.getByRole('button', { name: /^Preview R-2026-/ }).first().click();
  await expect(dialog(page)).toContainText(/Receipt R-2026-/);
  expect((await said(page, 'preview_document')).map((one) => one.question.ask)).toEqual(['credit_note_document', 'receipt']);
});

test('a statement of account, over other days', async ({ page }) => {
  await page.goto('/billing/unpaid?as=silva');
  await page.getByRole('link', { name: 'Smith, John' }).first().click();
  await page.getByRole('button', { name: 'Statement…' }).click();
  await expect(dialog(page)).toContainText('Statement of account');
  await expect(pictures(page)).toHaveCount(1);
  await expect(dialog(page).locator('[data-submit]')).toBeFocused();
  await expectAccessible(page, 'cd-document');
  const from = dialog(page).getByLabel('From');
  await from.fill('01/10/2026');
  await expect.poll(async () => (await said(page, 'preview_document')).at(-1)?.question).toMatchObject({ ask: 'statement', from: '2026-10-01' });
  await expect(from).toBeFocused();
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('preview_document', () => { throw fake.refusal('field.out_of_range', { field: 'to' }); });
  });
  await from.fill('01/12/2027');
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await expect(from).toBeFocused();
  await page.keyboard.press('Escape');
});

test('a closed day, what is owed and reports are printed where they are read', async ({ page }) => {
  const asked = async () => (await said(page, 'preview_document')).at(-1)?.question;
  await page.goto('/billing/till?as=silva');
  await page.getByRole('button', { name: /^Print the closing sheet of/ }).first().click();
  await expect(dialog(page)).toContainText('Day closing sheet');
  expect(await asked()).toMatchObject({ ask: 'till_document' });
  await expectAccessible(page, 'cd-document');
  await page.goto('/billing/reports?as=silva');
  await page.getByRole('button', { name: 'Print…' }).click();
  await expect(dialog(page)).toContainText('Report');
  expect(await asked()).toEqual({ ask: 'revenue_document', from: '2026-11-01', to: '2026-11-23', by: 'practitioner' });
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-document')).toHaveCount(0);
  await expect(async () => {
    await page.keyboard.press('2');
    await expect(page.locator('input[name=report][value=aged]')).toBeChecked({ timeout: 1000 });
  }).toPass();
  await page.getByRole('button', { name: 'Print…' }).click();
  await expect(dialog(page)).toContainText('Receivables by age');
  expect(await asked()).toEqual({ ask: 'aged_document', on: '2026-11-23' });
  await page.goto('/billing/work?as=silva');
  await page.getByRole('button', { name: 'Print…' }).click();
  await expect(dialog(page)).toContainText('Report');
  expect(await asked()).toMatchObject({ ask: 'work_document', report: 'no_shows', by: 'practitioner' });
  await expectAccessible(page, 'cd-document');
});

test('every paper comes on half a sheet too, and stays so for its kind', async ({ page }) => {
  await openInvoice(page);
  await page.locator('cd-invoice').getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(pictures(page)).toHaveCount(1);
  await dialog(page).getByLabel('Paper').selectOption({ label: 'A5' });
  await expect(pictures(page).first()).toHaveClass(/is-a5/);
  await page.keyboard.press('Control+p');
  await expect(page.locator('cd-document')).toHaveCount(0);
  expect((await said(page, 'print_document'))[0].look).toEqual({ paper: 'a5', copy: false });
});
