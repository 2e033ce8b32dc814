import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

const ID = (/** @type {number} */ n) => `01934f00-0000-7000-8000-${String(n).padStart(12, '0')}`;

test('people: add one, with what is wrong beside its field', async ({ page }) => {
  await page.goto('/admin/people?as=admin');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('4 things need a look')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByLabel('Name', { exact: true }).fill('Kofi Mensah');
  await page.getByLabel('Sign-in name').fill('novak');
  await page.getByRole('checkbox', { name: /Receptionist/ }).check();
  await page.getByRole('button', { name: 'Suggest one' }).click();
  await expect(page.getByLabel('One-time password')).toHaveValue(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/already has this sign-in name/).first()).toBeVisible();
  await expect(page.getByLabel('Sign-in name')).toBeFocused();
  await page.getByLabel('Sign-in name').fill('mensah');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Kofi Mensah' })).toBeFocused();
});

test('people: the last administrator stays, a one-time password is given', async ({ page }) => {
  await page.goto('/admin/people?as=admin');
  await page.locator('.row-button', { hasText: 'R. Lindqvist' }).click();
  await page.getByRole('button', { name: 'Stop access' }).click();
  await expect(page.getByText(/last administrator/).first()).toBeVisible();
  await page.locator('.row-button', { hasText: 'S. Gupta' }).click();
  await page.getByRole('button', { name: 'Give a one-time password' }).click();
  await page.getByLabel('One-time password').fill('maple river lantern');
  await page.getByRole('button', { name: 'Set this password' }).click();
  await expect.poll(() => said(page, 'op:give_one_time_password')).toEqual([expect.objectContaining({ user_id: ID(4), password: 'maple river lantern' })]);
});

test('a form keeps what was typed while another row is open', async ({ page }) => {
  await page.goto('/admin/rooms?as=admin');
  await page.getByRole('button', { name: 'Room 1', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Room one');
  await page.getByRole('button', { name: 'Room 2', exact: true }).click();
  await expect(page.getByText('You have changes here that are not saved yet.')).toBeAttached();
  await page.getByRole('link', { name: 'Services' }).click();
  await page.getByRole('link', { name: 'Rooms' }).click();
  await page.getByRole('button', { name: 'Room 1', exact: true }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Room one');
});

test('changed meanwhile: both values, one is chosen, the rest is put together', async ({ page }) => {
  await page.goto('/admin/services?as=admin');
  await page.getByRole('button', { name: 'New patient' }).click();
  await page.getByLabel('Name', { exact: true }).fill('First visit');
  await page.evaluate(([id]) => {
    const service = /** @type {any} */ (window).fake.world.services.find((/** @type {any} */ one) => one.service_id === id);
    Object.assign(service, { name: 'New patient, long', minutes: 40, version: 2 });
    /** @type {any} */ (window).fake.news([{ kind: 'service', id }]);
  }, [ID(402)]);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('First visit');
  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('alert', { name: /R\. Lindqvist changed this/ });
  await expect(conflict).toBeFocused();
  await expect(conflict.getByRole('radio', { name: /Yours First visit/ })).toBeChecked();
  await expect(page.getByLabel('Minutes')).toHaveValue('40');
  await conflict.getByRole('radio', { name: /Theirs New patient, long/ }).check();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('New patient, long');
  await conflict.getByRole('radio', { name: /Yours First visit/ }).check();
  await page.getByRole('button', { name: 'Save with these' }).click();
  await expect(page.getByRole('button', { name: 'First visit' })).toBeVisible();
  expect((await said(page, 'op:edit_service')).at(-1)).toMatchObject({ version: 2, name: 'First visit', minutes: 40 });
});

test('services: amounts are checked, and only some may give it', async ({ page }) => {
  await page.goto('/admin/services?as=admin');
  await page.getByRole('button', { name: 'Add a service' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ear check');
  await page.getByLabel('Minutes').fill('12');
  await page.getByLabel('Price in EUR').fill('12.345');
  await page.getByRole('radio', { name: 'Only these' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('3 things need a look')).toBeVisible();
  await page.getByLabel('Minutes').fill('10');
  await page.getByLabel('Price in EUR').fill('12,50');
  await page.getByRole('checkbox', { name: 'Nurse Gupta' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Ear check' })).toBeVisible();
  expect((await said(page, 'op:add_service'))[0]).toMatchObject({ minutes: 10, price_minor: 1250, practitioner_ids: [ID(106)], code: null });
});

test('practitioners: new, with weekly hours typed as people type them', async ({ page }) => {
  await page.goto('/admin/practitioners?as=admin');
  await page.getByRole('button', { name: 'Add a practitioner' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Dr Maria de la Cruz');
  await expect(page.getByLabel('Short name')).toHaveValue('Dr Cruz');
  await page.getByLabel('Monday, from').fill('9');
  await page.getByLabel('Monday, to').fill('8.30');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The end comes before the start.')).toBeVisible();
  await expect(page.getByLabel('Monday, to')).toBeFocused();
  await page.getByLabel('Monday, to').fill('1230');
  await page.getByRole('button', { name: 'Add hours on Monday' }).click();
  await page.getByRole('button', { name: 'Copy Monday to Friday' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Dr Maria de la Cruz' })).toBeVisible();
  const [{ spans }] = await said(page, 'op:set_working_hours');
  expect(spans.slice(0, 2)).toEqual([{ weekday: 1, starts: '09:00', ends: '12:30' }, { weekday: 1, starts: '13:30', ends: '17:30' }]);
  expect(spans).toHaveLength(10);
});

test('hidden, not deleted, and shown again', async ({ page }) => {
  await page.goto('/admin/specialties?as=admin');
  await page.getByRole('button', { name: 'Dermatology' }).click();
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Dermatology' })).toHaveCount(0);
  await page.getByLabel('Show hidden (1)').check();
  await page.getByRole('button', { name: 'Dermatology' }).click();
  await page.getByRole('button', { name: 'Show again' }).click();
  await expect(page.getByText('Show hidden')).toHaveCount(0);
});

test('the clinic: another country proposes, nothing is forced', async ({ page }) => {
  await page.goto('/admin/clinic?as=admin');
  await page.getByRole('combobox', { name: 'Country' }).fill('Japan');
  await page.keyboard.press('Enter');
  await expect(page.getByText('For Japan we propose')).toBeVisible();
  await page.getByRole('button', { name: 'Use these' }).click();
  await expect(page.getByText('2026 Nov 23 · 14:05 · ¥45')).toBeVisible();
  await page.getByLabel('Lock after').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Lock after')).toBeFocused();
  await page.getByLabel('Lock after').fill('10');
  await page.getByLabel('Largest file').fill('101');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Largest file')).toBeFocused();
  await page.getByLabel('Largest file').fill('50');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:edit_clinic'))[0]).toMatchObject({ version: 3, details: { country: 'JP', zone: 'Asia/Tokyo', currency: 'JPY', week_start: 7, idle_minutes: 10, largest_file_mb: 50, address_lines: ['14 Alder Street', 'Northside', 'NS2 4QT'] } });
});

test('permissions: a tick is a change, and what differs is marked', async ({ page }) => {
  await page.goto('/admin/permissions?as=admin');
  const cell = page.getByRole('checkbox', { name: 'Accountant: register and edit patients' });
  await cell.check();
  await expect(page.getByText('changed', { exact: true })).toHaveCount(2);
  await page.getByLabel('Only what was changed').check();
  await expect(page.getByRole('row')).toHaveCount(5);
  await page.getByLabel('Only what was changed').uncheck();
  await expect(page.getByRole('checkbox', { name: /Receptionist: add people/ })).toBeDisabled();
});

test('history: filters, before and after, the history of one record, and more', async ({ page }) => {
  await page.goto('/admin/history?as=admin');
  await page.getByRole('button', { name: 'Moved a booking' }).click();
  await expect(page.getByRole('row', { name: /^Starts 23 Nov 2026, 10:15 23 Nov 2026, 10:45/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Practitioner Dr Ada Adeyemi Dr Wei Chen/ })).toBeVisible();
  await page.getByRole('button', { name: /History of this record/ }).click();
  await expect(page.locator('cd-record-history li')).toHaveCount(2);
  await page.getByRole('button', { name: 'Back to all changes' }).click();
  await page.getByRole('button', { name: 'Show earlier changes' }).click();
  await expect(page.getByRole('button', { name: 'Show earlier changes' })).toHaveCount(0);
  await page.getByLabel('Change').selectOption('edit_clinic');
  await expect(page.locator('table.history .row-button')).toHaveCount(1);
  await page.getByLabel('To', { exact: true }).fill('1/1/2020');
  await expect(page.getByText('No change matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.getByRole('button', { name: 'Moved a booking' })).toBeVisible();
});

test('history: of a medical record it says who and whose, and asks for nothing more', async ({ page }) => {
  await page.goto('/admin/history?as=admin');
  await page.getByRole('button', { name: 'Entered vital signs' }).click();
  await expect(page.locator('table.history .detail-row')).toContainText('Part of the medical record');
  await expect(page.locator('table.history .detail-row table')).toHaveCount(0);
  expect(await said(page, 'ask:record_history')).toEqual([]);
  await expectAccessible(page);
  await page.getByRole('button', { name: /History of this record/ }).click();
  await expect(page.locator('cd-record-history li').first()).toContainText('Part of the medical record');
});

test('the security log can be cut down to what went wrong', async ({ page }) => {
  await page.goto('/admin/security?as=admin');
  await page.getByLabel('Only failures and refusals').check();
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await expect(page.getByText('unknown name “admim”')).toBeVisible();
});

test('lists walk with the arrows, and Esc leaves the panel with what was typed kept', async ({ page }) => {
  await page.goto('/admin/rooms?as=admin');
  await page.getByRole('button', { name: 'Room 1', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Room two');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Room 2', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Room two');
});

test('workstations: which version each has, and this one is given another name', async ({ page }) => {
  await page.goto('/admin/workstations?as=admin');
  await expect(page.getByRole('row', { name: /Front desk 1 This computer/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Consulting room 3/ })).toContainText('Another version than here');
  await expect(page.getByRole('row', { name: /Front desk 2/ })).not.toContainText('Another version');
  await page.getByRole('button', { name: 'Rename this computer' }).click();
  const field = page.getByLabel('Name of this computer');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Front desk 1');
  await field.fill('');
  await page.keyboard.press('Enter');
  await expect(page.getByText('One thing needs a look')).toBeVisible();
  await field.fill('refused');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/80/).first()).toBeVisible();
  await expect(field).toHaveValue('refused');
  await field.fill('Reception, left');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /Reception, left This computer/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Rename this computer' })).toBeFocused();
  expect(await said(page, 'op:name_workstation')).toHaveLength(2);
});

test('empty lists say one sentence and offer one button', async ({ page }) => {
  await page.goto('/admin/services?as=admin&bare');
  await expect(page.getByText('No services yet. A booking needs at least one.')).toBeVisible();
  await page.locator('.empty').getByRole('button', { name: 'Add a service' }).click();
  await expect(page.getByRole('heading', { name: 'New service' })).toBeVisible();
});

for (const tab of ['people', 'practitioners', 'specialties', 'clinic', 'services', 'rooms', 'identifiers', 'connections', 'workstations', 'permissions', 'history', 'security']) {
  test(`${tab}: accessible in both themes`, async ({ page }) => {
    await page.goto(`/admin/${tab}?as=admin`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const row = page.locator('.row-button').nth(1);
    if (await row.count()) await row.click();
    await expectAccessible(page, 'cd-admin');
  });
}
