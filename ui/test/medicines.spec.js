// What a patient takes: read, prescribed, repeated, stopped, entered in error; what speaks against it; the clinic's own list.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

const ADA = '01934f00-0000-7000-8000-000000001001';
const JAN = '01934f00-0000-7000-8000-000000001002';
const DRAFT = '01934f00-0000-7000-8000-000000007202';

/** @param {import('@playwright/test').Page} page @param {string} who @param {string} [as] */
async function open(page, who, as = 'chen') {
  await page.goto(`/patients/${who}/medicines?as=${as}`);
  await expect(page.locator('cd-medicines h2').first()).toBeVisible();
}

/** @param {import('@playwright/test').Page} page @param {string} name */
const row = (page, name) => page.locator('.medicines-rows tr', { hasText: name });

test('what is taken stands above what is over, each with its end', async ({ page }) => {
  await open(page, ADA);
  const now = page.getByRole('region', { name: 'Takes now' });
  await expect(now.locator('tbody tr')).toHaveCount(2);
  await expect(row(page, 'Amlodipine')).toContainText('Until it is stopped');
  await expect(row(page, 'Metformin')).toContainText('With food');
  const before = page.getByRole('region', { name: 'Before' });
  await expect(before.locator('tbody tr')).toHaveCount(2);
  await expect(row(page, 'Simvastatin')).toContainText('Muscle pain');
  await expect(row(page, 'Ibuprofen')).toHaveClass(/chart-struck/);
  await expect(row(page, 'Ibuprofen').getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
});

test('nothing was prescribed yet; a nurse reads, the desk sees no such tab', async ({ page }) => {
  await open(page, JAN);
  await expect(page.getByText('Nothing has been prescribed here yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Repeat last' })).toHaveCount(0);
  await expectAccessible(page);
  await open(page, ADA, 'gupta');
  await expect(row(page, 'Metformin')).toBeVisible();
  // She prints what a doctor prescribed, and nothing else.
  await expect(page.locator('cd-medicines').getByRole('button')).toHaveCount(2);
  await expect(page.locator('cd-medicines').getByRole('button', { name: /^Print the prescription of/ })).toHaveCount(2);
  await page.goto(`/patients/${ADA}?as=novak`);
  await expect(page.locator('.patient-head')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Medicines' })).toHaveCount(0);
  expect(await said(page, 'ask:patient_medicines')).toEqual([]);
});

test('a medicine is prescribed by keys alone', async ({ page }) => {
  await open(page, JAN);
  await page.getByRole('button', { name: 'Prescribe' }).press('Enter');
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  await expect(dialog).toContainText('Not checked: whether medicines go together');
  await page.keyboard.type('500 para', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('Paracetamol');
  await expectAccessible(page, 'cd-prescribe-dialog');
  await page.keyboard.press('Enter');
  const often = dialog.getByLabel('How often');
  await expect(often).toBeFocused();
  await expect(dialog.getByLabel('Dose', { exact: true })).toHaveValue('1 to 2 tablets');
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toBeVisible();
  await expect(often).toBeFocused();
  await page.keyboard.type('every 6 hours', { delay: 40 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('five', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(dialog.locator('[data-field$=".days"] .f-error')).toHaveText('Days are a whole number from 1 to 3650.');
  await expectAccessible(page, 'cd-prescribe-dialog');
  await dialog.getByRole('textbox', { name: /^Days/ }).fill('5');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'Paracetamol')).toContainText('1 to 2 tablets · every 6 hours · 5 days');
  const [operation] = await said(page, 'op:write_prescription');
  expect(operation).toMatchObject({ patient_id: JAN, visit_id: null, note: null, items: [{ medicine: 'Paracetamol', strength: '500 mg', dose: '1 to 2 tablets', days: 5, repeats_id: null, all_the_same: null }] });
  expect(operation.items[0].medicine_id).toBeTruthy();
});

test('what speaks against a medicine takes a reason, for what was shown', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Prescribe' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  await page.keyboard.type('amox caps', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('Amoxicillin');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('How often').fill('three times a day');
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.prescribe-warning')).toContainText('The patient is allergic to: Penicillin');
  const why = dialog.getByLabel('Prescribe it all the same, because');
  await expect(why).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Say why, or take the medicine out.').last()).toBeVisible();
  await expectAccessible(page, 'cd-prescribe-dialog');
  await why.fill('Tolerated twice since');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'Amoxicillin')).toContainText('Prescribed all the same: Tolerated twice since');
  const sent = await said(page, 'op:write_prescription');
  expect(sent).toHaveLength(2);
  expect(sent[1].items[0].all_the_same.seen).toHaveLength(1);
  await expectAccessible(page);
});

test('what is not on the list is written in own words; the same ingredient is said', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Prescribe' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  await page.keyboard.type('Norvasc', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('not on the clinic’s list');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: /^Ingredient/ })).toBeFocused();
  await page.keyboard.type('amlodipine', { delay: 40 });
  await dialog.getByLabel('Dose', { exact: true }).fill('1 tablet');
  await dialog.getByLabel('How often').fill('at night');
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.prescribe-warning')).toContainText('Has the same ingredient as: Amlodipine');
  await dialog.getByRole('button', { name: 'Take Norvasc out' }).click();
  await page.getByRole('button', { name: 'Prescribe', exact: true }).last().click();
  await expect(dialog.getByText('Add at least one medicine.').first()).toBeVisible();
});

test('what does not go together by the clinic’s own rule is said with its advice', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Prescribe' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  await page.keyboard.type('ibuprofen', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('Ibuprofen');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('How often').fill('at night');
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.prescribe-warning')).toContainText('Does not go with Metformin. Kidneys: check creatinine first.');
  await expectAccessible(page, 'cd-prescribe-dialog');
  await dialog.getByLabel('Prescribe it all the same, because').fill('Creatinine is normal');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'Ibuprofen').first()).toContainText('Prescribed all the same: Creatinine is normal');
});

test('the clinic’s rules of what does not go together: added, twice refused, let rest', async ({ page }) => {
  await page.goto('/admin/interactions?as=admin');
  await expect(page.locator('.rows tbody tr')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await expect(page.getByLabel('Ingredient or family')).toBeFocused();
  await page.keyboard.type('NSAID', { delay: 40 });
  await page.getByLabel('Does not go with').fill('Metformin');
  await page.getByLabel('Advice').fill('Again');
  await page.getByLabel('Does not go with').press('Enter');
  await expect(page.locator('.admin-panel .f-error')).toBeVisible();
  await page.getByLabel('Does not go with').fill('warfarin');
  await expectAccessible(page);
  await page.getByLabel('Does not go with').press('Enter');
  await expect(page.locator('.rows')).toContainText('NSAID + warfarin');
  await page.getByRole('button', { name: 'metformin + NSAID' }).click();
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(page.locator('.rows')).not.toContainText('metformin');
  expect((await said(page, 'op:edit_interaction'))[0]).toMatchObject({ active: false, details: { one: 'metformin', other: 'NSAID' } });
});

test('the last prescription is repeated, and the earlier one goes on in it', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Repeat last' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(dialog.locator('.prescribe-item')).toHaveCount(2);
  await expectAccessible(page, 'cd-prescribe-dialog');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Before' })).toContainText('goes on in a later prescription');
  const [operation] = await said(page, 'op:write_prescription');
  expect(operation.items.every((/** @type {any} */ item) => item.repeats_id)).toBe(true);
});

test('a medicine is stopped with its day and reason', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Stop Amlodipine 5 mg tablet' }).click();
  await expect(page.getByLabel('Why?')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-medicine-stop .f-error')).toBeVisible();
  await page.keyboard.type('Swollen ankles', { delay: 40 });
  await page.getByLabel('First day without it').fill('1.1.2020');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-medicine-stop [aria-invalid="true"]')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('20.11.2026', { delay: 40 });
  await expectAccessible(page, 'cd-medicine-stop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Before' })).toContainText('Swollen ankles');
  expect((await said(page, 'op:stop_medicine')).at(-1)).toMatchObject({ stopped_on: '2026-11-20', reason: 'Swollen ankles' });
});

test('a medicine that was entered in error stays, struck through', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Metformin 500 mg tablet was entered in error' }).click();
  await expect(page.getByLabel('Why is it wrong?')).toBeFocused();
  await page.keyboard.type('Her sister’s', { delay: 40 });
  await expectAccessible(page, 'cd-strike-medicine');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Metformin')).toHaveClass(/chart-struck/);
  await expect(row(page, 'Metformin')).toContainText('Her sister’s');
});

test('at a visit that is a draft a medicine is prescribed for it', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/${DRAFT}?as=chen`);
  const medicines = page.getByRole('region', { name: 'Medicines' });
  await medicines.getByRole('button', { name: 'Prescribe' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(page.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  await page.keyboard.type('para', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('Paracetamol');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('How often')).toBeFocused();
  await page.keyboard.type('at night', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(medicines).toContainText('Paracetamol 500 mg tablet');
  await expectAccessible(page);
  expect((await said(page, 'op:write_prescription'))[0]).toMatchObject({ visit_id: DRAFT });
});

test('the clinic’s list: found, added, hidden, and begun with common medicines', async ({ page }) => {
  await page.goto('/admin/medicines?as=admin&medicines=none');
  await expect(page.locator('.empty')).toContainText('No medicines yet');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add common medicines' }).click();
  await expect(page.locator('.rows tbody tr')).toHaveCount(3);
  await page.getByRole('button', { name: 'Add a medicine' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Zymox', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.admin-panel .f-error')).toBeVisible();
  await page.getByLabel('Ingredient').fill('amoxicillin');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.locator('.rows')).toContainText('Zymox');
  await page.getByRole('button', { name: 'Zymox' }).click();
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(page.locator('.rows')).not.toContainText('Zymox');
  expect((await said(page, 'op:edit_medicine'))[0]).toMatchObject({ active: false, details: { name: 'Zymox', ingredient: 'amoxicillin', strength: null } });
  await page.goto('/admin/medicines?as=chen');
  await expect(page.locator('.rows')).toContainText('Augmentin');
});
