// Words of Calendar's frame. What each page says is in a file of its own.
export const calendar = {
  title: 'Calendar',
  notAllowed: 'Your role does not open this page. An administrator can change that under Permissions.',
  groups: { views: 'Look ahead', desk: 'To do', rules: 'Hours', reports: 'Reports and files' },
  tabs: {
    week: 'Week',
    month: 'Month',
    'to-be-moved': 'To be moved',
    calls: 'To call',
    recalls: 'To recall',
    waitlist: 'Waitlist',
    hours: 'Working hours',
    leave: 'Leave and other days',
    overbooked: 'Overbooked',
    file: 'Calendar file',
  },
};
