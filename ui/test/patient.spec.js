import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';

test.beforeEach(async ({ page }) => {
  await page.goto(`/patients/${ADA}`);
  await expect(page.locator('.visit').first()).toBeVisible();
});

/** @param {Page} page @param {any} change @param {{quiet?: boolean}} [options] */
const elsewhere = (page, change, options) => page.evaluate(([id, what, how]) => /** @type {any} */ (window).fakeElsewhere(id, what, how), [ADA, change, options]);

/** @param {Page} page */
async function edit(page) {
  await page.locator('main').focus();
  await page.keyboard.press('e');
  await expect(page.getByLabel('Given names')).toBeFocused();
}

test('who it is, what must be known, how to reach them', async ({ page }) => {
  const head = page.locator('.patient-head');
  await expect(head).toContainText('Okafor, Ada');
  await expect(head).toContainText('14 Mar 1980 · 46 y · F');
  await expect(head).toContainText('MRN100480');
  await expect(page.locator('.patient-page cd-allergy-banner')).toContainText('Allergy recorded.');
  await expect(page.locator('.patient-facts')).toContainText('22 Harbour Row, Flat 3, Northside, NS4 7PL');
  await expectAccessible(page);
});

test('appointments a page at a time', async ({ page }) => {
  await expect(page.locator('.visit')).toHaveCount(30);
  await page.getByRole('button', { name: 'Show earlier' }).click();
  await expect(page.locator('.visit')).toHaveCount(50);
  await expect(page.getByRole('button', { name: 'Show earlier' })).toHaveCount(0);
  await expect(page.locator('.visits-group').first()).toHaveText('Coming');
});

test('an alert is added, and ended', async ({ page }) => {
  await page.getByRole('button', { name: 'Add alert' }).click();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Write what people should know.')).toBeVisible();
  await page.getByLabel('What should people know?').fill('Needs an interpreter');
  await expectAccessible(page, 'cd-patient-alerts');
  await page.keyboard.press('Enter');
  await expect(page.locator('.alerts')).toContainText('Needs an interpreter');
  await page.getByRole('button', { name: 'End alert: Needs an interpreter' }).click();
  await expect(page.locator('.alerts')).not.toContainText('Needs an interpreter');
});

test('an alert is edited: what matters most stands first and says so', async ({ page }) => {
  await page.getByRole('button', { name: 'Add alert' }).click();
  await page.getByLabel('What should people know?').fill('Needs a hoist');
  await page.getByLabel('How much it matters').selectOption('note');
  await page.keyboard.press('Enter');
  const alert = page.locator('.alert', { hasText: 'Needs a hoist' });
  await expect(alert).toHaveClass(/is-note/);
  expect((await said(page, 'op:add_alert')).at(-1)).toMatchObject({ severity: 'note', audience: 'both' });
  await page.getByRole('button', { name: 'Edit alert: Needs a hoist' }).click();
  const dialog = page.locator('cd-alert-dialog dialog');
  await expect(dialog.getByLabel('What should people know?')).toHaveValue('Needs a hoist');
  await dialog.getByLabel('How much it matters').selectOption('critical');
  await expectAccessible(page, 'cd-alert-dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(alert).toHaveClass(/is-critical/);
  await expect(alert).toContainText('Critical');
  expect((await said(page, 'op:edit_alert')).at(-1)).toMatchObject({ version: 1, details: { text: 'Needs a hoist', severity: 'critical', audience: 'both', until: null } });
  await expectAccessible(page, 'cd-patient-alerts');
});

test('an alert that somebody else ended meanwhile: both values, field by field, and the end is decided', async ({ page }) => {
  await page.getByRole('button', { name: 'Add alert' }).click();
  await page.getByLabel('What should people know?').fill('Key is lent out');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Edit alert: Key is lent out' }).click();
  const dialog = page.locator('cd-alert-dialog dialog');
  await dialog.getByLabel('What should people know?').fill('Key and badge are lent out');
  await page.evaluate(() => /** @type {any} */ (window).fakeAlertEnded('Key is lent out', { text: 'Key is lent out to her son', severity: 'note', status: 'ended', until: '2026-11-23' }));
  await dialog.getByRole('button', { name: 'Save' }).click();
  const conflict = dialog.locator('.f-conflict');
  await expect(conflict).toBeFocused();
  await expect(conflict).toContainText('B. Silva changed this');
  // What both wrote, and that it has ended: what only one changed is put together.
  await expect(conflict.locator('fieldset')).toHaveCount(2);
  const counts = conflict.getByRole('group', { name: 'Does it still count?' });
  await expect(counts).toContainText('It counts');
  await expect(counts).toContainText('It ended on 23 Nov 2026');
  await expect(conflict.getByRole('group', { name: 'What should people know?' })).toContainText('Key is lent out to her son');
  await expect(dialog.getByLabel('How much it matters')).toHaveValue('note');
  await expectAccessible(page, 'cd-alert-dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.alerts')).toContainText('Key and badge are lent out');
  expect((await said(page, 'op:edit_alert')).at(-1)).toMatchObject({ version: 2, details: { text: 'Key and badge are lent out', severity: 'note', until: null } });
});

test('what somebody else ended stays ended where that is chosen', async ({ page }) => {
  await page.getByRole('button', { name: 'Add alert' }).click();
  await page.getByLabel('What should people know?').fill('Key is lent out');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Edit alert: Key is lent out' }).click();
  const dialog = page.locator('cd-alert-dialog dialog');
  await dialog.getByLabel('How much it matters').selectOption('critical');
  await page.evaluate(() => /** @type {any} */ (window).fakeAlertEnded('Key is lent out', { status: 'ended', until: '2026-11-23' }));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('group', { name: 'Does it still count?' }).getByLabel(/It ended on/).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.alerts')).not.toContainText('Key is lent out');
  expect((await said(page, 'op:edit_alert')).at(-1)).toMatchObject({ version: 2, details: { severity: 'critical', until: '2026-11-23' } });
});

test('an alert was entered in error: with a reason, and it is gone from the name', async ({ page }) => {
  await page.getByRole('button', { name: 'Add alert' }).click();
  await page.getByLabel('What should people know?').fill('Another’s');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Edit alert: Another’s' }).click();
  const dialog = page.locator('cd-alert-dialog dialog');
  await dialog.getByRole('button', { name: 'Entered in error…' }).click();
  await expect(dialog.getByLabel('Why is it wrong?')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toBeVisible();
  await dialog.getByLabel('Why is it wrong?').fill('Another patient’s');
  await page.keyboard.press('Enter');
  await expect(page.locator('.alerts')).not.toContainText('Another’s');
  expect((await said(page, 'op:strike_alert')).at(-1)).toMatchObject({ version: 1, reason: 'Another patient’s' });
});

test('a change from elsewhere shows at once, and never overwrites typing', async ({ page }) => {
  await edit(page);
  await page.getByLabel('E-mail').fill('typing@here.example');
  await elsewhere(page, { note: 'From the other desk', names: { preferred: 'Addie' } });
  await expect(page.getByLabel('Likes to be called')).toHaveValue('Addie');
  await expect(page.getByLabel('E-mail')).toHaveValue('typing@here.example');
  await expect(page.locator('.patient-elsewhere')).toContainText('Likes to be called, Note');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('cd-patient-form')).toHaveCount(0);
  const { details, version } = (await said(page, 'op:edit_patient')).at(-1);
  expect(details).toMatchObject({ email: 'typing@here.example', note: 'From the other desk', names: { preferred: 'Addie' } });
  expect(version).toBe(2);
});

test('the second of two savers sees both values, field by field, and chooses', async ({ page }) => {
  await edit(page);
  await page.getByLabel('Given names').fill('Adaeze');
  await page.getByLabel('E-mail').fill('adaeze@mine.example');
  await elsewhere(page, { email: 'theirs@mail.example', note: 'Their note', names: { given: 'Ada Ngozi' } }, { quiet: true });
  await page.getByRole('button', { name: 'Save' }).click();
  const choice = page.locator('cd-patient-meanwhile');
  await expect(choice).toContainText('B. Silva changed this patient too');
  await expect(choice).toContainText('Also taken over from them: Note.');
  await expect(choice.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expectAccessible(page, 'cd-patient-form');
  await choice.getByRole('radio', { name: /^Given names, Yours/ }).check();
  await choice.getByRole('radio', { name: /^E-mail, B\. Silva’s/ }).check();
  await choice.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('cd-patient-form')).toHaveCount(0);
  expect((await said(page, 'op:edit_patient')).at(-1).details).toMatchObject({ names: { given: 'Adaeze' }, email: 'theirs@mail.example', note: 'Their note' });
});

test('changes of different fields are joined without a question', async ({ page }) => {
  await edit(page);
  await page.getByLabel('E-mail').fill('mine@mail.example');
  await elsewhere(page, { note: 'Their note' }, { quiet: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('cd-patient-form')).toHaveCount(0);
  expect((await said(page, 'op:edit_patient')).at(-1).details).toMatchObject({ email: 'mine@mail.example', note: 'Their note' });
});

test('move: M from the list, a date, Enter', async ({ page }) => {
  await page.getByRole('button', { name: /^Actions for Mon 7 Dec 2026/ }).click();
  await page.getByRole('menuitem', { name: 'Move' }).click();
  const date = page.locator('cd-move').getByLabel('Date', { exact: true });
  await expect(date).toBeFocused();
  await page.keyboard.type('10.12.', { delay: 40 });
  await expect(page.getByText('Thursday 10 December 2026')).toBeVisible();
  await expectAccessible(page, 'cd-move');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-move')).toHaveCount(0);
  expect((await said(page, 'op:move_appointment')).at(-1)).toMatchObject({ starts_at: '2026-12-10T09:30:00', minutes: 15 });
  await expect(page.getByText(/Moved Ada Okafor to Thu 10 Dec 2026, 09:30/)).toBeVisible();
});

test('cancel: Enter takes the last used reason', async ({ page }) => {
  const cancel = async () => {
    await page.getByRole('button', { name: /^Actions for/ }).first().click();
    await page.getByRole('menuitem', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: /^Cancel appointment/ })).toBeFocused();
  };
  await cancel();
  await page.getByRole('radio', { name: 'The clinic' }).check();
  await page.getByRole('button', { name: 'Practitioner is away' }).click();
  await expectAccessible(page, 'cd-cancel');
  await page.getByRole('button', { name: /^Cancel appointment/ }).click();
  await expect(page.locator('cd-cancel')).toHaveCount(0);
  await cancel();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-cancel')).toHaveCount(0);
  expect((await said(page, 'op:cancel_appointment')).map(({ by, reason }) => [by, reason])).toEqual([['clinic', 'Practitioner is away'], ['clinic', 'Practitioner is away']]);
});

test('record history opens beside the patient', async ({ page }) => {
  await page.getByRole('button', { name: 'Record history' }).click();
  await expect(page.getByRole('dialog', { name: 'Record history' })).toBeVisible();
  await expectAccessible(page, 'cd-patient-history');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Record history' })).toBeFocused();
});

test('a typed reason for cancelling is nowhere kept and not proposed for the next patient', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('cancel.last', JSON.stringify({ by: 'clinic', reason: 'Is in prison' })));
  await page.goto('/today?as=novak');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  const cancel = async () => {
    await page.locator('.card-box.is-booked').first().click();
    await page.keyboard.press('x');
    await expect(page.locator('cd-cancel dialog')).toBeVisible();
  };
  const kept = () => page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  await cancel();
  await expect(page.locator('cd-cancel')).not.toContainText('prison');
  await expect(page.getByLabel('Other reason')).toHaveValue('');
  expect(await kept()).not.toContain('prison');
  await page.getByLabel('Other reason').fill('Moved in with her sister');
  await page.getByRole('button', { name: /^Cancel appointment/ }).click();
  await expect(page.locator('cd-cancel')).toHaveCount(0);
  expect((await said(page, 'op:cancel_appointment')).at(-1).reason).toBe('Moved in with her sister');
  expect(await kept()).not.toContain('sister');
  await cancel();
  await expect(page.getByLabel('Other reason')).toHaveValue('');
  // One of the reasons that stand there is kept, for this person.
  await page.getByRole('radio', { name: 'The clinic' }).check();
  await page.getByRole('button', { name: 'Room out of use' }).click();
  await page.getByRole('button', { name: /^Cancel appointment/ }).click();
  await expect(page.locator('cd-cancel')).toHaveCount(0);
  await cancel();
  await expect(page.getByRole('button', { name: 'Room out of use' })).toHaveAttribute('aria-pressed', 'true');
});
