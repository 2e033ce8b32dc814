// Papers of the record: letters written, read, struck and printed; a prescription, a visit and what was vaccinated on paper.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const JAN = '01934f00-0000-7000-8000-000000001002';
const SIGNED = '01934f00-0000-7000-8000-000000007201';
const DRAFT = '01934f00-0000-7000-8000-000000007202';
const STRUCK = '01934f00-0000-7000-8000-000000007204';

const paper = (/** @type {Page} */ page) => page.locator('cd-document dialog');
const row = (/** @type {Page} */ page, /** @type {string} */ number) => page.locator('.letter-rows tbody tr', { hasText: number });
const lastAsked = async (/** @type {Page} */ page) => (await said(page, 'preview_document')).at(-1);

/** @param {Page} page @param {string} who @param {string} [as] */
async function open(page, who, as = 'chen') {
  await page.goto(`/patients/${who}/letters?as=${as}`);
  await expect(page.getByRole('heading', { name: 'Letters' })).toBeVisible();
}

test('letters are listed with what they say, the newest first; what is struck stays, and is printed no more', async ({ page }) => {
  await open(page, ADA);
  await expect(page.locator('.letter-rows tbody tr')).toHaveCount(3);
  await expect(page.locator('.letter-rows tbody tr').first()).toContainText('REF-2026-00002');
  await expect(row(page, 'REF-2026-00002')).toContainText('States the diagnosis: Essential (primary) hypertension');
  await expect(row(page, 'SICK-2026-00001')).toContainText('3 Mar 2026 to 5 Mar 2026');
  await expect(row(page, 'REF-2026-00001')).toHaveClass(/chart-struck/);
  await expect(row(page, 'REF-2026-00001').getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
  await row(page, 'SICK-2026-00001').getByRole('button', { name: 'SICK-2026-00001 was entered in error' }).click();
  const why = page.locator('cd-strike-letter').getByLabel('Why is it wrong?');
  await expect(why).toBeFocused();
  await expectAccessible(page, 'cd-strike-letter');
  await why.fill('Another patient’s');
  await why.press('Enter');
  await expect(row(page, 'SICK-2026-00001')).toHaveClass(/chart-struck/);
  await expect(row(page, 'SICK-2026-00001')).toContainText('Another patient’s');
  expect((await said(page, 'op:strike_letter'))[0]).toMatchObject({ reason: 'Another patient’s' });
});

test('a referral is written by keys alone and shown as it will be on paper; no diagnosis unless it is asked for', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Referral…' }).press('Enter');
  const dialog = page.locator('cd-letter-dialog');
  await expect(dialog.getByLabel('To whom')).toBeFocused();
  await expectAccessible(page, 'cd-letter-dialog');
  await dialog.getByRole('button', { name: /^Write and preview/ }).click();
  await expect(dialog.getByLabel('To whom')).toBeFocused();
  await expect(dialog.locator('.f-error')).toHaveCount(2);
  await expectAccessible(page, 'cd-letter-dialog');
  await page.keyboard.type('Dr Marta Lind', { delay: 40 });
  await page.keyboard.press('Enter');
  await page.keyboard.type('City Hospital', { delay: 40 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('Please assess.', { delay: 40 });
  await expect(dialog.getByLabel('Diagnosis, as it will stand on the letter')).toHaveCount(0);
  await dialog.getByRole('button', { name: /^Write and preview/ }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(paper(page)).toContainText('Letter REF-2026-00003');
  const [operation] = await said(page, 'op:write_letter');
  expect(operation).toMatchObject({ patient_id: ADA, kind: 'referral', addressee: 'Dr Marta Lind\nCity Hospital', text: 'Please assess.', diagnosis: null, from: null, until: null, visit_id: null });
  expect((await lastAsked(page)).question).toEqual({ ask: 'letter_document', letter_id: operation.letter_id });
  await page.keyboard.press('Escape');
  await expect(row(page, 'REF-2026-00003')).toContainText('Please assess.');
});

test('a sick note takes days that can be, and states the diagnosis when it is asked to', async ({ page }) => {
  await open(page, ADA);
  await page.getByRole('button', { name: 'Sick note…' }).click();
  const dialog = page.locator('cd-letter-dialog');
  const until = dialog.getByLabel('Last day');
  await expect(until).toBeFocused();
  await expect(dialog.getByLabel('First day')).toHaveValue('23/11/2026');
  await until.fill('20/11/2026');
  await dialog.getByRole('button', { name: /^Write and preview/ }).click();
  await expect(dialog.getByText('The last day is before the first.').last()).toBeVisible();
  await until.fill('27/11/2026');
  await dialog.getByLabel('State the diagnosis').check();
  await expect(dialog.getByLabel('Diagnosis, as it will stand on the letter')).toHaveValue('Essential (primary) hypertension; Type 2 diabetes mellitus without complications');
  await expectAccessible(page, 'cd-letter-dialog');
  await dialog.getByRole('button', { name: /^Write and preview/ }).click();
  await expect(paper(page)).toContainText('Letter SICK-2026-00002');
  expect((await said(page, 'op:write_letter'))[0]).toMatchObject({ kind: 'sick_note', from: '2026-11-23', until: '2026-11-27', addressee: null, text: null, diagnosis: 'Essential (primary) hypertension; Type 2 diabetes mellitus without complications' });
});

test('nothing was written yet; a nurse reads and prints; the desk has no such tab', async ({ page }) => {
  await open(page, JAN);
  await expect(page.getByText('No letter has been written yet.')).toBeVisible();
  await open(page, ADA, 'gupta');
  await expect(page.getByRole('button', { name: 'Referral…' })).toHaveCount(0);
  await expect(row(page, 'REF-2026-00002').getByRole('button')).toHaveCount(1);
  await page.goto(`/patients/${ADA}?as=novak`);
  await expect(page.locator('.patient-head')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Letters' })).toHaveCount(0);
  expect(await said(page, 'ask:patient_letters')).toEqual([]);
});

test('a visit is printed, as a draft too, and letters are written at it; a struck one has no paper', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/${SIGNED}?as=chen`);
  await page.getByRole('button', { name: 'Print…' }).click();
  await expect(paper(page)).toContainText('Visit summary');
  expect((await lastAsked(page)).question).toEqual({ ask: 'visit_document', visit_id: SIGNED });
  await expectAccessible(page, 'cd-document');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sick note…' }).click();
  await page.locator('cd-letter-dialog').getByLabel('Last day').fill('23/11/2026');
  await page.locator('cd-letter-dialog').getByLabel('State the diagnosis').check();
  await page.locator('cd-letter-dialog').getByRole('button', { name: /^Write and preview/ }).click();
  await expect(paper(page)).toContainText('Letter SICK-2026-00002');
  expect((await said(page, 'op:write_letter'))[0]).toMatchObject({ visit_id: SIGNED, diagnosis: 'Essential (primary) hypertension' });
  await page.goto(`/patients/${ADA}/visits/${DRAFT}?as=chen`);
  await expect(page.getByRole('button', { name: 'Print…' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/patients/${ADA}/visits/${STRUCK}?as=chen`);
  await expect(page.locator('.visit-struck-why')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print…' })).toHaveCount(0);
});

test('a prescription is printed on the paper that was last taken for one', async ({ page }) => {
  await page.goto(`/patients/${ADA}/medicines?as=chen`);
  const print = page.getByRole('button', { name: 'Print the prescription of 17 Sep 2026 with Amlodipine 5 mg tablet' });
  await print.click();
  await expect(paper(page)).toContainText('Prescription');
  await expect(page.locator('.document-page').first()).toHaveClass(/is-a4/);
  await paper(page).getByLabel('Paper').selectOption({ label: 'A5' });
  await expect(page.locator('.document-page').first()).toHaveClass(/is-a5/);
  await expectAccessible(page, 'cd-document');
  await page.keyboard.press('Escape');
  await print.click();
  await expect(page.locator('.document-page').first()).toHaveClass(/is-a5/);
  expect(await lastAsked(page)).toMatchObject({ question: { ask: 'prescription_document' }, look: { paper: 'a5', copy: false } });
  await page.keyboard.press('Escape');
  // What was stopped, or entered in error, is on no paper.
  await expect(page.getByRole('button', { name: /^Print the prescription.*(Simvastatin|Ibuprofen)/ })).toHaveCount(0);
});

test('a vaccination record is printed where something was given', async ({ page }) => {
  await page.goto(`/patients/${ADA}/vaccinations?as=gupta`);
  await page.getByRole('button', { name: 'Print…' }).click();
  await expect(paper(page)).toContainText('Vaccination record');
  expect((await lastAsked(page)).question).toEqual({ ask: 'vaccination_document', patient_id: ADA });
  await page.goto(`/patients/${JAN}/vaccinations?as=gupta`);
  await expect(page.getByText('No vaccination has been entered yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print…' })).toHaveCount(0);
});
