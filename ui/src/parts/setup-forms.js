// The short forms of the setup list. Each does its work with the same operations as Admin, then ticks its step.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { ask, command, perform, uuid7 } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import { areaField, checkField, checkList, selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import './hours.js';
import { canKeepSafe } from './keep-safe.js';
import { Modal } from './modal.js';
import { keepForAll, papersOf, usualPaper, usualTo } from './printing.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import { oneTimePassword } from './one-time-password.js';
import { SetupServices } from './setup-services.js';

const say = words.setup;
/** Of the papers, the one that stands for all. */
const USUAL = /** @type {import('./printing.js').Question} */ ({ ask: 'invoice_document', invoice_id: '' });

/** The clinic's details as the wire takes them back. @param {any} info */
function detailsOf({ version: _v, sample: _s, currency_decimals: _c, today: _t, now: _n, ...details }) {
  return details;
}

/** What all of them share: the title of the step, a sentence, Save. */
export class SetupForm extends Modal {
  /** @param {keyof typeof say.steps} step @param {Record<string, any>} values */
  constructor(step, values) {
    super();
    this.step = step;
    this.form = new Form(this, values);
  }

  heading() {
    return say.steps[this.step].title;
  }

  subheading() {
    return html`<p class="muted">${say.steps[this.step].text}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `setup ${this.step}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  /** @returns {any} */
  fields() {
    return nothing;
  }

  body() {
    return html`<div class="f-form">${formSummary(this.form)} ${this.fields()}</div>`;
  }

  foot() {
    return html`
      <button type="button" class="button" @click=${this.askToClose}>${say.skip}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy}>${this.form.busy ? say.saving : say.save}</button>
    `;
  }

  /**
   * @param {() => Promise<any>} work
   * @param {string} done what is said then
   * @param {Record<string, string>} [names]
   */
  async finish(work, done, names = {}) {
    const answer = await this.form.send(
      async () => {
        await work();
        await perform({ op: 'finish_setup_step', step: this.step });
        return true;
      },
      { names },
    );
    if (!answer) return;
    toast(done);
    this.close(true);
  }
}

/** Changes some of the clinic's details, on the newest version of the others. @param {Record<string, any>} changes */
async function editClinic(changes) {
  const info = await ask({ ask: 'clinic' });
  await perform({ op: 'edit_clinic', version: info.version, details: { ...detailsOf(info), ...changes } });
  app.useClinic(await ask({ ask: 'clinic' }));
}

class SetupClinic extends SetupForm {
  constructor() {
    const { clinic } = app;
    super('clinic', { address_lines: (clinic?.address_lines ?? []).join('\n'), phone: clinic?.phone ?? '', email: clinic?.email ?? '' });
  }

  size() {
    return 'small';
  }

  fields() {
    const { form } = this;
    const about = words.admin.clinic;
    return html`
      ${areaField({ ...form.bind('address_lines'), label: about.address, hint: about.addressHint, rows: 4 })}
      ${textField({ ...form.bind('phone'), label: about.phone, optional: true, inputmode: 'tel' })}
      ${textField({ ...form.bind('email'), label: about.email, optional: true, inputmode: 'email', spellcheck: false })}
    `;
  }

  firstField() {
    return this.querySelector('textarea');
  }

  submit() {
    const { address_lines, phone, email } = this.form.values;
    if (!this.form.check({ address_lines: this.form.missing('address_lines') })) return;
    const lines = address_lines.split('\n').map((/** @type {string} */ line) => line.trim()).filter(Boolean);
    this.finish(() => editClinic({ address_lines: lines, phone: phone.trim() || null, email: email.trim() || null }), say.clinic.saved);
  }
}

class SetupPractitioner extends SetupForm {
  constructor() {
    super('practitioner', { name: '', kind: 'doctor', specialty: '', me: false });
    this.ids = { practitioner: uuid7(), specialty: uuid7() };
    /** What is done already, should a later step fail and the form be sent again. @type {Set<string>} */
    this.made = new Set();
  }

  size() {
    return 'small';
  }

  fields() {
    const { form } = this;
    const kinds = Object.entries(words.admin.practitioners.kinds).map(([value, label]) => ({ value, label }));
    return html`
      ${textField({ ...form.bind('name'), label: say.practitioner.name, hint: say.practitioner.nameHint, first: true, spellcheck: false })}
      ${selectField({ ...form.bind('kind'), label: words.admin.practitioners.kind, options: kinds })}
      ${textField({ ...form.bind('specialty'), label: say.practitioner.specialty, hint: say.practitioner.specialtyHint, optional: true })}
      ${checkField({ ...form.bind('me'), label: say.practitioner.me })}
    `;
  }

  submit() {
    if (!this.form.check({ name: this.form.missing('name') })) return;
    this.finish(() => this.make(), say.practitioner.saved(this.form.values.name.trim()));
  }

  async make() {
    const { name, kind, me } = this.form.values;
    const specialty = await this.specialtyId();
    const id = { practitioner_id: this.ids.practitioner };
    await this.once('practitioner', {
      op: 'add_practitioner', ...id, kind, name: name.trim(), short_name: shortName(name.trim()), user_id: me ? (app.me?.user_id ?? null) : null, room_id: null,
      specialty_ids: specialty ? [specialty] : [],
    });
    const hours = app.clinic?.opening_hours ?? [];
    if (hours.length === 0) return;
    const all = await ask({ ask: 'practitioners' });
    const version = all.find((/** @type {any} */ one) => one.practitioner_id === this.ids.practitioner)?.version ?? 1;
    await this.once('hours', { op: 'set_working_hours', ...id, version, spans: hours });
  }

  /** A specialty of this name, made if there is none. @returns {Promise<string|null>} */
  async specialtyId() {
    const wanted = this.form.values.specialty.trim();
    if (!wanted) return null;
    const known = (await ask({ ask: 'specialties' })).find((/** @type {any} */ one) => one.name.toLowerCase() === wanted.toLowerCase());
    if (known) return known.specialty_id;
    await this.once('specialty', { op: 'add_specialty', specialty_id: this.ids.specialty, name: wanted });
    return this.ids.specialty;
  }

  /** @param {string} what @param {{op: string} & Record<string, any>} operation */
  async once(what, operation) {
    if (this.made.has(what)) return;
    await perform(operation);
    this.made.add(what);
  }
}

/** "Dr Ada Adeyemi" → "Dr Adeyemi" @param {string} name */
const shortName = (name) => {
  const parts = name.split(/\s+/);
  return parts.length < 3 ? name : `${parts[0]} ${parts[parts.length - 1]}`;
};

class SetupHours extends SetupForm {
  constructor() {
    super('hours', { hours: app.clinic?.opening_hours ?? [], same: true });
    /** @type {any[]} */
    this.practitioners = [];
    ask({ ask: 'practitioners' }).then((rows) => {
      this.practitioners = rows.filter((/** @type {any} */ row) => row.active);
      this.requestUpdate();
    }, () => {});
  }

  size() {
    return 'small';
  }

  /** @returns {HTMLElement|null} */
  firstField() {
    return this.querySelector('cd-hours input');
  }

  /** The first practitioner, while there is only one. */
  get only() {
    return this.practitioners.length === 1 ? this.practitioners[0] : null;
  }

  fields() {
    const { form, only } = this;
    return html`
      <cd-hours .label=${words.admin.clinic.opening} .value=${form.values.hours} @change=${(/** @type {CustomEvent} */ event) => form.set('hours', event.detail.value)}></cd-hours>
      ${only ? checkField({ ...form.bind('same'), label: say.hours.same(only.short_name) }) : nothing}
    `;
  }

  submit() {
    if (!this.form.check({}) || !(/** @type {any} */ (this.querySelector('cd-hours')).check())) return;
    this.finish(() => this.save(), say.hours.saved);
  }

  async save() {
    const { hours, same } = this.form.values;
    await editClinic({ opening_hours: hours });
    if (!this.only || !same) return;
    const rows = await ask({ ask: 'practitioners' });
    const { practitioner_id } = this.only;
    const version = rows.find((/** @type {any} */ row) => row.practitioner_id === practitioner_id)?.version ?? 1;
    await perform({ op: 'set_working_hours', practitioner_id, version, spans: hours });
  }
}

class SetupPeople extends SetupForm {
  constructor() {
    super('people', { name: '', login: '', roles: ['receptionist'], password: '' });
    this.userId = uuid7();
  }

  size() {
    return 'small';
  }

  fields() {
    const { form } = this;
    const about = words.admin.people;
    const roles = Object.entries(words.common.roles).map(([value, label]) => ({ value, label }));
    return html`
      ${textField({ ...form.bind('name'), label: about.name, hint: about.nameHint, first: true, spellcheck: false })}
      ${textField({ ...form.bind('login'), label: about.login, hint: words.firstRun.loginHint, spellcheck: false })}
      ${checkList({ ...form.bind('roles'), label: about.roles, options: roles, columns: true })}
      ${oneTimePassword(form)}
    `;
  }

  submit() {
    const { form } = this;
    const { name, login, roles, password } = form.values;
    const short = [...password].length < 12 ? sayError({ code: 'password.length', details: { min: 12 } }) : null;
    const fine = form.check({ name: form.missing('name'), login: form.missing('login'), roles: roles.length ? null : words.admin.people.noRole, password: form.missing('password') ?? short });
    if (!fine) return;
    const operation = { op: 'add_person', user_id: this.userId, login: login.trim(), name: name.trim(), roles, one_time_password: password };
    this.finish(() => perform(operation), say.people.saved(name.trim()), { 'person.login_taken': 'login', one_time_password: 'password', 'password.common': 'password', 'password.length': 'password' });
  }
}

class SetupPrinter extends SetupForm {
  constructor() {
    super('printer', { workstation: app.boot?.workstation?.name ?? '', printer: usualTo(USUAL).printer ?? '', paper: usualPaper(USUAL) });
    /** @type {import('./printing.js').Printer[]|null} */
    this.printers = null;
    command('printers').catch(() => []).then((found) => this.found(found));
  }

  /** One that is gone is not printed on by its name. @param {import('./printing.js').Printer[]} printers */
  found(printers) {
    this.printers = printers;
    if (!printers.some(({ name }) => name === this.form.values.printer)) this.form.set('printer', '');
    this.requestUpdate();
  }

  size() {
    return 'small';
  }

  fields() {
    const { form, printers } = this;
    const about = words.documents;
    const usual = printers?.find((one) => one.usual)?.name ?? '';
    const options = [{ value: '', label: about.usualPrinter(usual) }, ...(printers ?? []).map(({ name }) => ({ value: name, label: name }))];
    const papers = papersOf(USUAL).map((value) => ({ value, label: about.papers[value] }));
    return html`
      ${textField({ ...form.bind('workstation'), label: say.printer.workstation, hint: say.printer.workstationHint, first: true })}
      ${printers?.length === 0 ? html`<p class="muted">${say.printer.none}</p>` : selectField({ ...form.bind('printer'), label: about.printer, options })}
      ${selectField({ ...form.bind('paper'), label: say.printer.paper, hint: say.printer.paperHint, options: papers })}
    `;
  }

  submit() {
    if (!this.form.check({ workstation: this.form.missing('workstation') })) return;
    this.finish(() => this.save(), say.printer.saved, { name: 'workstation' });
  }

  async save() {
    const { workstation, printer, paper } = this.form.values;
    if (workstation.trim() !== app.boot?.workstation?.name) await perform({ op: 'name_workstation', name: workstation.trim() });
    const { original } = this.form;
    keepForAll({ ...(printer === original.printer ? {} : { printer: printer || null, tray: null }), ...(paper === original.paper ? {} : { paper }) });
    await app.reload();
  }
}

class SetupBackup extends SetupForm {
  constructor() {
    super('backup', { arranged: false });
    this.folder = '';
    command('about').then((about) => {
      this.folder = about.data_folder;
      this.requestUpdate();
    }, () => {});
  }

  size() {
    return 'small';
  }

  firstField() {
    return this.querySelector('input');
  }

  fields() {
    const server = app.boot?.connection?.kind === 'server';
    return html`
      ${server ? html`<p>${say.backup.server}</p>` : html`<p>${say.backup.file}</p><p><code class="details-text">${app.boot?.connection?.address ?? this.folder}</code></p>`}
      ${canKeepSafe() ? html`<cd-keep-safe></cd-keep-safe>` : nothing}
      <p>${server ? say.backup.serverAdvice : say.backup.fileAdvice}</p>
      ${checkField({ ...this.form.bind('arranged'), label: server ? say.backup.arranged : say.backup.arrangedFile })}
    `;
  }

  submit() {
    if (!this.form.check({ arranged: this.form.values.arranged ? null : say.backup.needed })) return;
    this.finish(async () => {}, say.backup.saved);
  }
}

class SetupServicesForm extends SetupServices(SetupForm) {}

const FORMS = /** @type {const} */ ({
  clinic: SetupClinic, practitioner: SetupPractitioner, hours: SetupHours, services: SetupServicesForm, people: SetupPeople, printer: SetupPrinter, backup: SetupBackup,
});
for (const [step, form] of Object.entries(FORMS)) customElements.define(`cd-setup-${step}`, /** @type {CustomElementConstructor} */ (form));

/** @param {keyof typeof say.steps} step @returns {Promise<boolean|undefined>} true when the step is done */
export const openSetupStep = (step) => /** @type {Modal} */ (new FORMS[step]()).open();
