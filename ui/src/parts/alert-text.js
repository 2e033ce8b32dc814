// What an alert looks like wherever it stands, and who may write it.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import './alert-text.css';

/** @typedef {import('../wire-types.js').Alert} Alert */

/** What is for clinical people is written by them, what is for the desk by the desk, what is for all by either. @param {string} audience */
export const mayWrite = (audience) => (audience !== 'clinical' && app.can('alert.desk')) || (audience !== 'desk' && app.can('alert.clinical'));

/** How much it matters is said by a mark and a word, not by a colour alone. @param {{severity?: Alert['severity']}} alert */
export const alertMark = ({ severity }) => html`${icon(severity === 'note' ? 'info' : 'warning')}${severity === 'critical' ? html`<b class="alert-critical">${words.patient.severities.critical}</b>` : nothing}`;
