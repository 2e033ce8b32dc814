// Choosing a new password: the same fields after a one-time password and in "Change my password".
import { html } from 'lit';
import { command } from '../ipc.js';
import { words } from '../words/en.js';
import { passwordField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';

const say = words.signIn;

/** @param {import('lit').LitElement} host */
export const startPasswordForm = (host) => new Form(host, { current: '', new: '', repeat: '' });

/** @param {Form} form @param {string} currentLabel */
export function changePasswordForm(form, currentLabel) {
  return html`
    ${formSummary(form)}
    ${passwordField({ ...form.bind('current'), label: currentLabel, first: true })}
    ${passwordField({ ...form.bind('new'), label: say.newPassword, hint: say.passwordHint, autocomplete: 'new-password' })}
    ${passwordField({ ...form.bind('repeat'), label: say.repeatPassword, autocomplete: 'new-password' })}
  `;
}

/**
 * @param {Form} form
 * @returns {Promise<any>} the Boot, or undefined when the form now says what is wrong
 */
export async function sendNewPassword(form) {
  const { values } = form;
  const differ = values.new && values.repeat !== values.new ? say.passwordsDiffer : null;
  const short = values.new && [...values.new].length < 12 ? say.passwordHint : null;
  const ok = form.check({ current: form.missing('current'), new: form.missing('new') ?? short, repeat: form.missing('repeat') ?? differ });
  if (!ok) return undefined;
  const names = { 'session.wrong_password': 'current', 'password.length': 'new', 'password.common': 'new' };
  return form.send(() => command('change_password', { current: values.current, new: values.new }), { names });
}
