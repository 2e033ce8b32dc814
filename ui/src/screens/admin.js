// Admin: people, the clinic's lists, and the system.
import { Pages } from '../parts/pages.js';
import { words } from '../words/en.js';
import '../parts/connections.css';
import './admin/admin.css';

/** @type {import('../parts/pages.js').Groups} */
const GROUPS = [
  { group: 'today', pages: [{ name: 'glance', may: 'work.glance', load: () => import('./admin/glance.js'), element: 'cd-admin-glance' }] },
  {
    group: 'team',
    pages: [
      { name: 'people', may: 'people.edit', load: () => import('./admin/people.js'), element: 'cd-admin-people' },
      { name: 'practitioners', may: 'catalogue.edit', load: () => import('./admin/practitioners.js'), element: 'cd-admin-practitioners' },
      { name: 'specialties', may: 'catalogue.edit', load: () => import('./admin/lists.js'), element: 'cd-admin-specialties' },
    ],
  },
  {
    group: 'clinic',
    pages: [
      { name: 'clinic', may: 'clinic.edit', load: () => import('./admin/clinic.js'), element: 'cd-admin-clinic' },
      { name: 'services', may: 'catalogue.edit', load: () => import('./admin/services.js'), element: 'cd-admin-services' },
      { name: 'price-lists', may: 'catalogue.edit', load: () => import('./admin/price-lists.js'), element: 'cd-admin-price-lists' },
      { name: 'medicines', may: 'medicine.edit', load: () => import('./admin/medicines.js'), element: 'cd-admin-medicines' },
      { name: 'interactions', may: 'medicine.edit', load: () => import('./admin/interactions.js'), element: 'cd-admin-interactions' },
      { name: 'codes', may: 'catalogue.edit', load: () => import('./admin/codes.js'), element: 'cd-admin-codes' },
      { name: 'note-templates', may: 'note_template.edit', load: () => import('./admin/note-templates.js'), element: 'cd-admin-note-templates' },
      { name: 'snippets', may: 'note_template.use', load: () => import('./admin/snippets.js'), element: 'cd-admin-snippets' },
      { name: 'payers', may: 'billing.rules', load: () => import('./admin/payers.js'), element: 'cd-admin-payers' },
      { name: 'payment-methods', may: 'billing.rules', load: () => import('./admin/payment-methods.js'), element: 'cd-admin-payment-methods' },
      { name: 'tax-rates', may: 'billing.rules', load: () => import('./admin/tax-rates.js'), element: 'cd-admin-tax-rates' },
      { name: 'billing-rules', may: 'billing.rules', load: () => import('./admin/billing-rules.js'), element: 'cd-admin-billing-rules' },
      { name: 'rooms', may: 'catalogue.edit', load: () => import('./admin/lists.js'), element: 'cd-admin-rooms' },
      { name: 'identifiers', may: 'clinic.edit', load: () => import('./admin/lists.js'), element: 'cd-admin-identifiers' },
      { name: 'papers', may: 'clinic.edit', load: () => import('./admin/papers.js'), element: 'cd-admin-papers' },
      { name: 'messages', may: 'clinic.edit', load: () => import('./admin/messages.js'), element: 'cd-admin-messages' },
    ],
  },
  {
    group: 'system',
    pages: [
      { name: 'connections', may: null, load: () => import('./admin/connections.js'), element: 'cd-admin-connections' },
      { name: 'workstations', may: 'history.view', load: () => import('./admin/workstations.js'), element: 'cd-admin-workstations' },
      { name: 'permissions', may: 'permission.edit', load: () => import('./admin/permissions.js'), element: 'cd-admin-permissions' },
      { name: 'history', may: 'history.view', load: () => import('./admin/history.js'), element: 'cd-admin-history' },
      { name: 'security', may: 'security.view', load: () => import('./admin/security.js'), element: 'cd-admin-security' },
      { name: 'restricted', may: 'security.view', load: () => import('./admin/restricted.js'), element: 'cd-admin-restricted' },
    ],
  },
];

class Admin extends Pages {
  get path() {
    return '/admin';
  }

  get groups() {
    return GROUPS;
  }

  get say() {
    return words.admin;
  }
}

customElements.define('cd-admin', Admin);
