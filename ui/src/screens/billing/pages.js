// The pages of Billing: apart from the screen, so that the rail can tell whether there is one to open.

/** @type {import('../../parts/pages.js').Groups} */
export const GROUPS = [
  {
    group: 'desk',
    pages: [
      { name: 'to-bill', may: 'billing.view', load: () => import('./to-bill.js'), element: 'cd-billing-to-bill' },
      { name: 'unpaid', may: 'billing.view', load: () => import('./unpaid.js'), element: 'cd-billing-unpaid' },
      { name: 'payers', may: 'billing.view', load: () => import('./payers.js'), element: 'cd-billing-payers' },
    ],
  },
  {
    group: 'money',
    pages: [
      { name: 'payments', may: 'billing.view', load: () => import('./payments.js'), element: 'cd-billing-payments' },
      { name: 'till', may: 'billing.pay', load: () => import('./till.js'), element: 'cd-billing-till' },
      { name: 'period', may: 'billing.lock', load: () => import('./period.js'), element: 'cd-billing-period' },
    ],
  },
  {
    group: 'reports',
    pages: [
      { name: 'reports', may: 'billing.reports', load: () => import('./reports.js'), element: 'cd-billing-reports' },
      { name: 'work', may: 'work.reports', load: () => import('./work.js'), element: 'cd-billing-work' },
    ],
  },
];
