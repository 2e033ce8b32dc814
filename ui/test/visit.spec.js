import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const SIGNED = '01934f00-0000-7000-8000-000000007201';
const DRAFT = '01934f00-0000-7000-8000-000000007202';
const STRUCK = '01934f00-0000-7000-8000-000000007204';

/** @param {Page} page @param {string} [row] @param {string} [who] */
async function open(page, row = '', who = 'chen') {
  await page.goto(`/patients/${ADA}/visits${row ? `/${row}` : ''}?as=${who}`);
  await expect(page.locator(row ? '.visit-columns' : '.visit-line').first()).toBeVisible();
}

/** @param {Page} page @param {string} name */
const field = (page, name) => page.locator('cd-visit-form').getByLabel(name, { exact: true });

test('the visits, newest first, with what was entered in error struck through', async ({ page }) => {
  await open(page);
  await expect(page.locator('.visit-line')).toHaveCount(3);
  await expect(page.locator('.visit-line').first()).toContainText('Draft');
  const struck = page.locator('.visit-line', { hasText: 'Knee pain' });
  await expect(struck).toContainText('Entered in error');
  await expect(struck).toContainText('Written for Emeka Okafor');
  await expectAccessible(page);
});

test('a draft is written in beside the last visit, and saved', async ({ page }) => {
  await open(page, DRAFT);
  await expect(field(page, 'Findings')).toHaveValue('Clear lungs.');
  await expect(page.locator('cd-visit-last')).toContainText('Same tablets. Back in three months.');
  await expectAccessible(page);
  await field(page, 'Plan').fill('Tea with honey.');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  expect((await said(page, 'op:save_visit')).at(-1)).toMatchObject({ visit_id: DRAFT, version: 1, text: { reason: 'Cough for a week', findings: 'Clear lungs.', plan: 'Tea with honey.', history: null } });
});

test('call in, write, finish: by keys', async ({ page }) => {
  await page.goto('/today?as=chen');
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const one = world.appointments.find((/** @type {any} */ appointment) => appointment.patient_id.endsWith('1001') && appointment.practitioner_id.endsWith('0103') && appointment.status === 'confirmed');
    one.status = 'in_room';
    history.pushState(null, '', `/patients/${one.patient_id}/visits/of-${one.id}?as=chen`);
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect(field(page, 'Reason')).toBeFocused();
  await page.keyboard.type('Headache', { delay: 40 });
  await field(page, 'Plan').fill('Rest');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/today/);
  await expect(page.getByText(/^Finished: /)).toBeVisible();
  const [start] = await said(page, 'op:start_visit');
  expect(start).toMatchObject({ patient_id: ADA, text: { reason: 'Headache', plan: 'Rest' } });
  expect(start.appointment_id).toBeTruthy();
  expect((await said(page, 'op:change_status')).at(-1)).toMatchObject({ appointment_id: start.appointment_id, to: 'to_pay' });
});

test('signing shows whose visit it is, and freezes it', async ({ page }) => {
  await open(page, DRAFT);
  await field(page, 'Assessment').fill('A cold');
  await page.keyboard.press('Control+Shift+Enter');
  const dialog = page.locator('cd-sign-visit');
  await expect(dialog).toContainText('Okafor, Ada');
  await expect(dialog).toContainText('14 Mar 1980');
  await expectAccessible(page, 'cd-sign-visit');
  await page.keyboard.press('Enter');
  await expect(page.locator('.visit-seal')).toContainText('Unchanged since it was signed');
  await expect(page.locator('cd-visit-form')).toHaveCount(0);
  expect((await said(page, 'op:save_visit')).at(-1)).toMatchObject({ version: 1 });
  expect((await said(page, 'op:sign_visit')).at(-1)).toEqual({ op: 'sign_visit', visit_id: DRAFT, version: 2 });
  await expectAccessible(page);
});

test('two in one draft: what both changed is chosen, the rest is joined', async ({ page }) => {
  await open(page, DRAFT);
  await field(page, 'Plan').fill('Mine');
  await page.evaluate(([id]) => /** @type {any} */ (window).fakeVisitElsewhere(id, { plan: 'Theirs', history: 'Taken by the nurse' }), [DRAFT]);
  await page.keyboard.press('Control+s');
  const choice = page.locator('cd-visit-form .f-conflict');
  await expect(choice).toContainText('S. Gupta');
  await expect(choice).toContainText('Theirs');
  await expect(field(page, 'History')).toHaveValue('Taken by the nurse');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Draft saved')).toBeVisible();
  expect((await said(page, 'op:save_visit')).at(-1)).toMatchObject({ version: 2, text: { plan: 'Mine', history: 'Taken by the nurse' } });
});

test('what was typed and not saved is offered again after a crash', async ({ page }) => {
  await open(page, DRAFT);
  await field(page, 'Plan').fill('Typed and lost');
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.reload();
  const offer = page.locator('.typed-offer');
  await expect(offer).toBeVisible();
  await expect(field(page, 'Plan')).toHaveValue('');
  await expectAccessible(page);
  await offer.getByRole('button', { name: 'Take it over' }).click();
  await expect(field(page, 'Plan')).toHaveValue('Typed and lost');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.reload();
  await expect(field(page, 'Plan')).toHaveValue('');
  await expect(offer).toHaveCount(0);
});

test('diagnoses: found by words in any order or the code, one the main one, taken out again', async ({ page }) => {
  await open(page, DRAFT);
  const part = page.locator('cd-visit-diagnoses');
  const box = part.getByRole('combobox', { name: 'Add diagnosis' });
  await box.focus();
  // Nothing typed: what was diagnosed before.
  await expect(part.getByRole('option').first()).toContainText('I10');
  await page.keyboard.type('mellitus 2 diab', { delay: 40 });
  await expect(part.getByRole('option')).toHaveCount(3);
  await expect(part.getByRole('option').first()).toContainText('E11.9');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.keyboard.type('r05.9', { delay: 40 });
  await page.keyboard.press('Enter');
  await page.keyboard.type('Tired of winter', { delay: 40 });
  await expect(part.getByRole('option')).toHaveText(/“Tired of winter”, without a code/);
  await page.keyboard.press('Enter');
  await expect(part.locator('.chart-entries li')).toHaveCount(3);
  await expect(part.getByRole('radio', { name: 'Main diagnosis: E11.9' })).toBeChecked();
  await expectAccessible(page);
  await part.getByRole('button', { name: /^Remove E11.9/ }).click();
  await expect(part.getByRole('radio', { name: 'Main diagnosis: R05.9 Cough, unspecified' })).toBeChecked();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  expect((await said(page, 'op:save_visit')).at(-1).text.diagnoses).toEqual([
    { code_system: 'icd10cm', code: 'R05.9', title: 'Cough, unspecified', is_main: true }, { code_system: '', code: '', title: 'Tired of winter', is_main: false },
  ]);
});

test('a signed visit is read and added to, and says when it is not what was signed', async ({ page }) => {
  await open(page, SIGNED);
  await expect(page.locator('cd-visit-form')).toHaveCount(0);
  await expect(page.locator('.visit-seal')).toContainText('Signed by Dr Wei Chen');
  await expect(page.locator('.visit-addendum')).toContainText('potassium 4.1');
  await page.getByLabel('Add to this visit').fill('Called her about it.');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.locator('.visit-addendum')).toHaveCount(2);
  await expectAccessible(page);
  await page.evaluate(([id]) => /** @type {any} */ (window).fakeVisitBroken(id), [SIGNED]);
  await page.getByRole('link', { name: 'All visits' }).click();
  await page.getByRole('link', { name: '17 Sep 2026, 10:30' }).click();
  await expect(page.locator('.visit-broken')).toContainText('This is not what was signed.');
  await expectAccessible(page);
});

test('entered in error with a reason, and copied to the right patient', async ({ page }) => {
  await open(page, SIGNED);
  await page.getByRole('button', { name: 'Entered in error…' }).click();
  await expect(page.getByLabel('Why is it wrong?')).toBeFocused();
  await expect(page.locator('cd-strike-visit')).toContainText('With it go the medicines, values, vaccinations, letters and files');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-strike-visit .f-error')).toBeVisible();
  await page.keyboard.type('Written for Jan Kowalski', { delay: 40 });
  await expectAccessible(page, 'cd-strike-visit');
  await page.keyboard.press('Enter');
  await expect(page.locator('.visit-struck-why')).toContainText('Written for Jan Kowalski');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy to the right patient' }).click();
  await page.locator('cd-copy-visit').getByRole('combobox').fill('kowalski');
  await page.getByRole('option', { name: /Kowalski, Jan/ }).first().click();
  await expectAccessible(page, 'cd-copy-visit');
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await expect(field(page, 'Plan')).toHaveValue('Same tablets. Back in three months.');
  expect((await said(page, 'op:start_visit'))[0]).toMatchObject({ patient_id: '01934f00-0000-7000-8000-000000001002', appointment_id: null, text: { reason: 'Blood pressure check' } });
});

test('a struck visit cannot be written in', async ({ page }) => {
  await open(page, STRUCK);
  await expect(page.locator('.visit-struck-why')).toContainText('Written for Emeka Okafor');
  await expect(page.getByLabel('Add to this visit')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Attach file' })).toHaveCount(0);
});

test('unsigned visits stay in sight, the oldest first', async ({ page }) => {
  await page.goto('/today?as=chen');
  const link = page.getByRole('link', { name: /^Unsigned/ });
  await expect(link).toContainText('3');
  await expectAccessible(page, '.rail');
  await link.click();
  await expect(page.locator('.unsigned-rows tbody tr')).toHaveCount(3);
  await expect(page.locator('.unsigned-rows tbody tr').first()).toContainText('Yours');
  await expect(page.locator('.unsigned-rows tbody tr').last()).toContainText('Nurse Sunita Gupta');
  await expect(page.locator('.unsigned-rows tbody tr').first()).toContainText('Okafor, Ada');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Open the visit of Okafor, Ada' }).click();
  await expect(field(page, 'Findings')).toHaveValue('Clear lungs.');
  await page.goto('/today?as=novak');
  await expect(page.locator('.rail')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Unsigned/ })).toHaveCount(0);
});

test('a nurse writes in a draft and does not sign', async ({ page }) => {
  await open(page, DRAFT, 'gupta');
  await expect(page.getByRole('button', { name: 'Save draft' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign' })).toHaveCount(0);
});

test('a doctor signs for a nurse, and is told so', async ({ page }) => {
  await page.goto('/unsigned?as=chen');
  await page.getByRole('row', { name: /Nurse Sunita Gupta/ }).getByRole('link').click();
  await page.locator('cd-visit-form').getByRole('button', { name: /^Sign/ }).click();
  const dialog = page.locator('cd-sign-visit');
  await expect(dialog).toContainText('Written by Nurse Sunita Gupta. The name under it will be Dr Wei Chen.');
  await expectAccessible(page, 'cd-sign-visit');
  await page.keyboard.press('Enter');
  await expect(page.locator('.visit-seal')).toContainText('Signed by Dr Wei Chen');
});

test('a nurse does not add to what a doctor signed', async ({ page }) => {
  await open(page, SIGNED, 'gupta');
  await expect(page.locator('.visit-seal')).toBeVisible();
  await expect(page.getByLabel('Add to this visit')).toHaveCount(0);
});

test('copied to a patient whose record is restricted, it asks for the reason first', async ({ page }) => {
  await open(page, SIGNED);
  await page.getByRole('button', { name: 'Copy to the right patient' }).click();
  const dialog = page.locator('cd-copy-visit');
  await dialog.getByRole('combobox').fill('smith');
  await dialog.getByRole('option', { name: /Smith, John/ }).first().click();
  await dialog.getByRole('button', { name: 'Begin the draft' }).click();
  const reason = dialog.getByLabel('Reason', { exact: true });
  await expect(reason).toBeFocused();
  expect((await said(page, 'op:open_chart')).at(-1)).not.toHaveProperty('reason');
  expect(await said(page, 'op:start_visit')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.f-error')).toBeVisible();
  await expectAccessible(page, 'cd-copy-visit');
  await page.keyboard.type('Treats him', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await said(page, 'op:start_visit'))[0]).toMatchObject({ patient_id: '01934f00-0000-7000-8000-000000001006' });
  // Its chart asks whoever opens it, each time.
  const shut = page.locator('form.chart-shut');
  await shut.getByLabel('Reason').fill('Goes on writing');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Plan')).toHaveValue('Same tablets. Back in three months.');
  expect((await said(page, 'op:open_chart')).some((one) => one.reason === 'Treats him')).toBe(true);
});

test('before anything is saved: the nurse’s numbers of today, and what is prescribed or attached begins the draft', async ({ page }) => {
  await page.goto('/today?as=chen');
  const id = await page.evaluate(() => {
    const { world, handle } = /** @type {any} */ (window).fake;
    const one = world.appointments.find((/** @type {any} */ appointment) => appointment.patient_id.endsWith('1001') && appointment.practitioner_id.endsWith('0103') && appointment.status === 'confirmed');
    one.status = 'in_room';
    const number = (/** @type {number} */ value, /** @type {string} */ at) => ({ id: at, kind: 'pulse', value_scaled: value * 1000, unit: '/min', measured_at: at, entered_at: at, entered_by: 'S. Gupta', entered_by_id: '', unusual: false, struck: null });
    const today = `${one.starts_at.slice(0, 11)}08:55:00`;
    handle('ask:vitals', () => [{ measured_at: today, values: [number(91, today)], bmi_tenths: null }, { measured_at: '2026-03-02T14:05:00', values: [number(84, '2026-03-02T14:05:00')], bmi_tenths: null }]);
    history.pushState(null, '', `/patients/${one.patient_id}/visits/of-${one.id}?as=chen`);
    dispatchEvent(new PopStateEvent('popstate'));
    return one.id;
  });
  const form = page.locator('cd-visit-form');
  await expect(form.locator('.visit-vitals')).toContainText('91');
  await expect(form.locator('.visit-vitals')).not.toContainText('84');
  expect(await said(page, 'op:start_visit')).toEqual([]);
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Prescribe' }).click();
  const dialog = page.locator('cd-prescribe-dialog');
  await expect(dialog.getByRole('combobox', { name: 'Add a medicine' })).toBeFocused();
  const [start] = await said(page, 'op:start_visit');
  expect(start).toMatchObject({ patient_id: ADA, appointment_id: id, text: { reason: null, plan: null, diagnoses: [] } });
  await page.keyboard.type('500 para', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('Paracetamol');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('How often').fill('every 6 hours');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await said(page, 'op:write_prescription')).at(-1)).toMatchObject({ visit_id: start.visit_id });
  await expect(form.locator('.visit-medicines')).toContainText('Paracetamol');
  await form.getByRole('button', { name: 'Attach file' }).click();
  await expect(page.locator('cd-file-dialog dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-file-dialog')).toHaveCount(0);
  // What is typed now is saved into the draft that was begun.
  await field(page, 'Reason').fill('Headache');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved')).toBeVisible();
  expect(await said(page, 'op:start_visit')).toHaveLength(1);
  expect((await said(page, 'op:save_visit')).at(-1)).toMatchObject({ visit_id: start.visit_id, version: 1, text: { reason: 'Headache' } });
});

test('a file for a visit that is not saved yet: what was typed goes with it', async ({ page }) => {
  await open(page, 'new');
  await expect(page.locator('cd-visit-form cd-files')).toBeVisible();
  await field(page, 'Reason').fill('Rash');
  await page.locator('cd-visit-form').getByRole('button', { name: 'Attach file' }).click();
  await expect(page.locator('cd-file-dialog')).toContainText('Okafor, Ada');
  expect((await said(page, 'op:start_visit'))[0]).toMatchObject({ text: { reason: 'Rash' } });
});
