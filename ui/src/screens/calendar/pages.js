// The pages of Calendar: apart from the screen, so that the rail can tell whether there is one to open.

/** @type {import('../../parts/pages.js').Groups} */
export const GROUPS = [
  {
    group: 'views',
    pages: [
      { name: 'week', may: 'appointment.view', load: () => import('./week.js'), element: 'cd-calendar-week' },
      { name: 'month', may: 'appointment.view', load: () => import('./month.js'), element: 'cd-calendar-month' },
    ],
  },
  {
    group: 'desk',
    pages: [
      { name: 'to-be-moved', may: 'appointment.view', load: () => import('./to-be-moved.js'), element: 'cd-to-be-moved' },
      { name: 'calls', may: 'appointment.view', load: () => import('./calls.js'), element: 'cd-calendar-calls' },
      { name: 'recalls', may: 'appointment.view', load: () => import('./recalls.js'), element: 'cd-calendar-recalls' },
      { name: 'waitlist', may: 'appointment.view', load: () => import('./waitlist.js'), element: 'cd-calendar-waitlist' },
    ],
  },
  {
    group: 'rules',
    pages: [
      { name: 'hours', may: 'schedule.edit', load: () => import('./hours.js'), element: 'cd-calendar-hours' },
      { name: 'leave', may: 'schedule.edit', load: () => import('./leave.js'), element: 'cd-calendar-leave' },
    ],
  },
  {
    group: 'reports',
    pages: [
      { name: 'overbooked', may: 'appointment.view', load: () => import('./overbooked.js'), element: 'cd-calendar-overbooked' },
      { name: 'file', may: 'appointment.export', load: () => import('./file.js'), element: 'cd-calendar-file' },
    ],
  },
];
