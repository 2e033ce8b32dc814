// How papers look: the clinic's own templates, written beside the page that is printed.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const editor = (/** @type {Page} */ page) => page.locator('cd-paper-editor dialog');
const text = (/** @type {Page} */ page) => editor(page).getByLabel('Text of the template');
const row = (/** @type {Page} */ page, /** @type {string} */ name) => page.locator('table.rows tbody tr', { hasText: name });

test('what is standard and what is the clinic’s own, and what cannot be printed', async ({ page }) => {
  await page.goto('/admin/papers?as=admin&broken=1');
  await expect(page.locator('table.rows tbody tr')).toHaveCount(14);
  await expect(row(page, 'Invoice')).toContainText('Standard');
  await expect(row(page, 'Prescription')).toContainText(/Own, changed .* by R\. Lindqvist/);
  await expect(page.getByRole('alert')).toContainText('Prescription cannot be printed as things are. Prescription, line 8: unknown variable: ours.');
  await expectAccessible(page);
});

test('a template is written beside the printed page, and kept', async ({ page }) => {
  await page.goto('/admin/papers?as=admin');
  await page.getByRole('button', { name: 'Edit the template: Invoice' }).click();
  await expect(text(page)).toBeFocused();
  await expect(editor(page).locator('.document-page')).toHaveCount(1);
  await expect(editor(page).getByRole('button', { name: 'Save', exact: false }).last()).toBeDisabled();
  await expectAccessible(page, 'cd-paper-editor');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('// ours');
  await expect.poll(async () => (await said(page, 'preview_template')).at(-1).text).toContain('// ours');
  await editor(page).getByLabel('Paper').selectOption('a5');
  await expect.poll(async () => (await said(page, 'preview_template')).at(-1).look.paper).toBe('a5');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Invoice: printed with your own template from now on')).toBeVisible();
  expect((await said(page, 'op:write_template')).at(-1)).toMatchObject({ template: 'invoice', version: 0, text: expect.stringContaining('// ours') });
  await expect(row(page, 'Invoice')).toContainText('Own, changed');
});

test('what cannot be laid out is said by its line, and is not kept', async ({ page }) => {
  await page.goto('/admin/papers?as=admin');
  await page.getByRole('button', { name: 'Edit the template: Prescription' }).click();
  await expect(editor(page).locator('.document-page')).toHaveCount(1);
  await text(page).fill('#let data = json("data.json")\n\n#panic("no")');
  await expect(editor(page).getByRole('alert')).toContainText('Prescription, line 3: panicked. Nothing was saved.');
  await expect(editor(page)).toContainText('The preview is of the last text that could be laid out.');
  await editor(page).getByRole('button', { name: 'Go to line 3' }).click();
  expect(await text(page).evaluate((area) => /** @type {any} */ (area).value.slice(/** @type {any} */ (area).selectionStart, /** @type {any} */ (area).selectionEnd))).toBe('#panic("no")');
  await expectAccessible(page, 'cd-paper-editor');
  await page.keyboard.press('Control+s');
  await expect(editor(page).getByRole('alert')).toContainText('line 3');
  await text(page).fill('Nothing of it');
  await page.keyboard.press('Control+s');
  await expect(editor(page).getByRole('alert')).toContainText('Prescription has to say its number. Nothing was saved.');
  // Esc asks before what was typed goes.
  await page.keyboard.press('Escape');
  await expect(editor(page).getByRole('button', { name: 'Keep typing' })).toBeFocused();
});

test('back to the standard one, by way of the text', async ({ page }) => {
  await page.goto('/admin/papers?as=admin');
  await page.getByRole('button', { name: 'Edit the template: Prescription' }).click();
  await expect(text(page)).toHaveValue(/Ours/);
  await editor(page).getByRole('button', { name: 'Back to the standard' }).click();
  await expect(text(page)).not.toHaveValue(/Ours/);
  await editor(page).getByRole('button', { name: 'Save as a file…' }).click();
  expect((await said(page, 'save_template')).at(-1)).toMatchObject({ template: 'prescription' });
  await editor(page).locator('[type=submit]').click();
  await expect(page.getByText('Prescription: printed with the standard template from now on')).toBeVisible();
  expect((await said(page, 'op:use_shipped_template')).at(-1)).toMatchObject({ template: 'prescription', version: 2 });
  await expect(row(page, 'Prescription')).toContainText('Standard again since');
});

test('a text comes from a file, and what all papers share is shown on one of them', async ({ page }) => {
  await page.goto('/admin/papers?as=admin');
  await page.getByRole('button', { name: 'Edit the template: Words on paper' }).click();
  await expect(editor(page).locator('.document-page')).toHaveCount(1);
  await editor(page).locator('input[type=file]').setInputFiles({ name: 'words.typ', mimeType: 'text/plain', buffer: Buffer.from('#let words = (invoice: "Rechnung")') });
  await expect(text(page)).toHaveValue(/Rechnung/);
  await editor(page).getByLabel('Shown on').selectOption('receipt');
  await expect.poll(async () => (await said(page, 'preview_template')).at(-1)).toMatchObject({ template: 'words', of: 'receipt', look: { paper: 'a5' } });
});

test('somebody else’s change meanwhile is said, and nothing of one’s own is lost', async ({ page }) => {
  await page.goto('/admin/papers?as=admin');
  await page.getByRole('button', { name: 'Edit the template: Invoice' }).click();
  await expect(text(page)).toBeFocused();
  await page.evaluate(() => /** @type {any} */ (window).fakePaperElsewhere('invoice', 'Theirs'));
  await text(page).fill('data of mine');
  await page.keyboard.press('Control+s');
  await expect(editor(page).getByRole('alert')).toContainText('R. Lindqvist changed this meanwhile.');
  await expect(text(page)).toHaveValue('data of mine');
  await expect(editor(page).getByRole('alert')).toContainText('Saved once more, it replaces theirs.');
  await page.keyboard.press('Control+s');
  await expect(editor(page)).toHaveCount(0);
  expect((await said(page, 'op:write_template')).map((one) => one.version)).toEqual([0, 1]);
});
