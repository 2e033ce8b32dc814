// What is typed and not saved is kept on this workstation, and offered again where it was typed.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const offer = (/** @type {Page} */ page) => page.locator('.typed-offer');

/** The window ends as in a crash, once what was typed is kept. @param {Page} page */
async function crash(page) {
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.reload();
}

/** @param {Page} page */
async function register(page) {
  await page.goto('/patients');
  await expect(page.locator('cd-patients')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('n');
  await expect(page.locator('cd-patient-form').getByLabel('Given names')).toBeFocused();
}

test('registering: taken over after a crash, and gone once it is saved', async ({ page }) => {
  await register(page);
  await page.keyboard.type('Zsófia', { delay: 20 });
  await crash(page);
  await register(page);
  await expect(offer(page)).toContainText('Typed here on');
  // What is offered stands until somebody decides, whatever is typed meanwhile.
  await page.keyboard.type('X');
  await expectAccessible(page, 'cd-patient-form');
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(page.locator('cd-patient-form').getByLabel('Given names')).toHaveValue('Zsófia');
  await expect(page.locator('cd-patient-form').getByLabel('Given names')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-patient-form')).toHaveCount(0);
  await register(page);
  await page.waitForLoadState('networkidle');
  await expect(offer(page)).toHaveCount(0);
});

test('throwing typing away is the end of it', async ({ page }) => {
  await register(page);
  await page.keyboard.type('Zsófia', { delay: 20 });
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Throw away' }).click();
  expect((await said(page, 'forget_typed')).at(-1)).toEqual({ key: 'patient' });
});

test('editing: what somebody saved meanwhile stays beside what was typed', async ({ page }) => {
  const edit = async () => {
    await page.goto(`/patients/${ADA}`);
    await page.getByRole('button', { name: 'Edit' }).first().click();
    await expect(page.locator('cd-patient-form dialog')).toBeVisible();
  };
  await edit();
  await page.locator('cd-patient-form').getByLabel('Likes to be called').fill('Adi');
  await crash(page);
  await edit();
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(page.locator('cd-patient-form').getByLabel('Likes to be called')).toHaveValue('Adi');
  await page.locator('cd-patient-form [type=submit]').click();
  await expect(page.locator('cd-patient-form')).toHaveCount(0);
  expect((await said(page, 'op:edit_patient')).at(-1)).toMatchObject({ patient_id: ADA, details: { names: { preferred: 'Adi' } } });
});

test('booking somebody new, and vitals: offered again; thrown away by its button', async ({ page }) => {
  await page.goto('/today');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.locator('cd-book cd-patient-picker input')).toBeFocused();
  await page.keyboard.type('Zoltan Nagy', { delay: 20 });
  await page.getByRole('option', { name: /Create/ }).click();
  await expect(page.locator('cd-book-create').getByLabel('Given names')).toHaveValue('Zoltan');
  await crash(page);
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await page.keyboard.press('b');
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(page.locator('cd-book-create').getByLabel('Given names')).toHaveValue('Zoltan');
  await expect(page.locator('cd-book-create').getByLabel('Family name', { exact: true })).toHaveValue('Nagy');
  await expectAccessible(page, 'cd-book');

  await page.goto(`/patients/${ADA}/vitals?as=gupta`);
  await page.getByRole('button', { name: 'Enter vitals' }).click();
  await page.locator('cd-vitals-dialog').getByLabel('Systolic').fill('131');
  await crash(page);
  await page.getByRole('button', { name: 'Enter vitals' }).click();
  await expect(page.locator('cd-vitals-dialog').getByLabel('Systolic')).toHaveValue('');
  await offer(page).getByRole('button', { name: 'Throw it away' }).click();
  await expect(offer(page)).toHaveCount(0);
  await expect(page.locator('cd-vitals-dialog').getByLabel('Systolic')).toBeFocused();
});

test('a list of the clinic: a row’s form is offered again, and a password is kept nowhere', async ({ page }) => {
  await page.goto('/admin/rooms?as=admin');
  await page.getByRole('button', { name: 'Room 1', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Room one');
  await crash(page);
  await page.getByRole('button', { name: 'Room 1', exact: true }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Room 1');
  await expectAccessible(page, 'cd-admin');
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Room one');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Room one', exact: true })).toBeVisible();
  expect((await said(page, 'forget_typed')).length).toBeGreaterThan(0);

  await page.goto('/admin/people?as=admin');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Kofi Mensah');
  await page.getByLabel('One-time password').fill('maple-river-lantern');
  await expect.poll(async () => JSON.stringify(await said(page, 'keep_typed'))).toContain('Kofi Mensah');
  expect(JSON.stringify(await said(page, 'keep_typed'))).not.toContain('maple');
});

test('the clinic’s details, its rules for billing and an alert: offered again', async ({ page }) => {
  for (const [path, label] of /** @type {const} */ ([['clinic', 'Name'], ['billing-rules', 'Invoices begin with']])) {
    await page.goto(`/admin/${path}?as=admin`);
    const field = page.getByLabel(label, { exact: true });
    await field.fill('Typed');
    await crash(page);
    await expect(field).not.toHaveValue('Typed');
    await offer(page).getByRole('button', { name: 'Take it over' }).click();
    await expect(field).toHaveValue('Typed');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    await expect(field).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(offer(page)).toHaveCount(0);
  }
  await page.goto(`/patients/${ADA}`);
  const add = page.getByRole('button', { name: 'Add alert' });
  await add.click();
  await page.locator('.alert-form input').fill('Afraid of needles');
  await crash(page);
  await add.click();
  await offer(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(page.locator('.alert-form input')).toHaveValue('Afraid of needles');
});
