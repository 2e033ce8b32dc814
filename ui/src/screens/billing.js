// Billing: what has to be billed, what is unpaid, what was paid.
import { Pages } from '../parts/pages.js';
import { words } from '../words/en.js';
import { GROUPS } from './billing/pages.js';
import './billing/billing.css';

class Billing extends Pages {
  get path() {
    return '/billing';
  }

  get groups() {
    return GROUPS;
  }

  get say() {
    return words.billing;
  }
}

customElements.define('cd-billing', Billing);
