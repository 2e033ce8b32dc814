// The frame of everything before the clinic opens: sign in, locked, first run, server away. One calm card in the
// middle of the window, the clinic's name above it, where it is connected to below.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { command } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import './entrance.css';

/**
 * @param {{title: string, lead?: any, above?: any, body: any, foot?: any, size?: 'narrow'|'medium'|'wide'}} parts
 */
export function entrance({ title, lead = nothing, above = nothing, body, foot = nothing, size = 'narrow' }) {
  return html`
    ${app.boot?.connection?.kind === 'sample' || app.boot?.clinic?.sample ? sampleBand() : nothing}
    <main class="entrance" id="content" tabindex="-1">
      <div class="entrance-column ${size}">
        ${above}
        <header class="entrance-head">
          <h1>${title}</h1>
          ${lead === nothing ? nothing : html`<p class="entrance-lead">${lead}</p>`}
        </header>
        ${body}
        ${foot === nothing ? nothing : html`<footer class="entrance-foot">${foot}</footer>`}
      </div>
    </main>
  `;
}

/** The sample says what it is on every screen, and how to leave it. */
function sampleBand() {
  return html`
    <div class="entrance-band" role="note">
      <span>${words.shell.sampleBand}</span>
      <button type="button" class="f-link" @click=${leaveSample}>${words.shell.startOwn}</button>
    </div>
  `;
}

async function leaveSample() {
  try {
    app.accept(await command('leave_sample'));
  } catch (error) {
    toast(sayError(/** @type {any} */ (error)), { kind: 'error' });
  }
}

/** Two letters that stand for a person beside their name. @param {string} name */
export function initials(name) {
  const parts = name.replace(/^(dr|prof|mr|mrs|ms)\.?\s+/i, '').split(/\s+/).filter(Boolean);
  const first = [...(parts[0] ?? '')][0] ?? '';
  const last = parts.length > 1 ? ([...parts[parts.length - 1]][0] ?? '') : '';
  return (first + last).toUpperCase();
}
