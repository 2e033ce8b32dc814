// Every word on screen, English. One file per part of the app, joined here; a second language is a second folder.
import { isolating } from './isolate.js';
import * as admin from './en/admin.js';
import * as adminLists from './en/adminLists.js';
import * as adminRecords from './en/adminRecords.js';
import * as billing from './en/billing.js';
import * as book from './en/book.js';
import * as calendar from './en/calendar.js';
import * as calls from './en/calls.js';
import * as chart from './en/chart.js';
import * as codes from './en/codes.js';
import * as common from './en/common.js';
import * as connectionSteps from './en/connectionSteps.js';
import * as connections from './en/connections.js';
import * as calendarViews from './en/calendarViews.js';
import * as consult from './en/consult.js';
import * as corrections from './en/corrections.js';
import * as daySheet from './en/daySheet.js';
import * as dayView from './en/dayView.js';
import * as documents from './en/documents.js';
import * as errors from './en/errors.js';
import * as files from './en/files.js';
import * as finder from './en/finder.js';
import * as firstRun from './en/firstRun.js';
import * as imports from './en/imports.js';
import * as keepSafe from './en/keepSafe.js';
import * as longWork from './en/longWork.js';
import * as letters from './en/letters.js';
import * as overbooked from './en/overbooked.js';
import * as medicines from './en/medicines.js';
import * as messages from './en/messages.js';
import * as notes from './en/notes.js';
import * as palette from './en/palette.js';
import * as papers from './en/papers.js';
import * as parked from './en/parked.js';
import * as patient from './en/patient.js';
import * as patients from './en/patients.js';
import * as payers from './en/payers.js';
import * as period from './en/period.js';
import * as recalls from './en/recalls.js';
import * as repeats from './en/repeats.js';
import * as reports from './en/reports.js';
import * as results from './en/results.js';
import * as schedule from './en/schedule.js';
import * as series from './en/series.js';
import * as setup from './en/setup.js';
import * as shell from './en/shell.js';
import * as signIn from './en/signIn.js';
import * as tasks from './en/tasks.js';
import * as till from './en/till.js';
import * as today from './en/today.js';
import * as vaccinations from './en/vaccinations.js';
import * as visits from './en/visits.js';
import * as vitals from './en/vitals.js';
import * as waiting from './en/waiting.js';
import * as waitlist from './en/waitlist.js';
import * as work from './en/work.js';

export const words = isolating({
  ...admin, ...adminLists, ...adminRecords, ...billing, ...book, ...calendar, ...calendarViews, ...calls, ...chart, ...codes, ...common, ...connectionSteps, ...connections,
  ...consult, ...corrections, ...daySheet, ...dayView, ...documents, ...errors, ...files, ...finder, ...firstRun, ...imports, ...keepSafe, ...letters, ...longWork, ...medicines, ...messages, ...notes, ...overbooked, ...palette, ...papers, ...parked, ...patient, ...patients,
  ...payers, ...period, ...recalls, ...repeats, ...reports, ...results, ...schedule, ...series, ...setup, ...shell, ...signIn, ...tasks, ...till, ...today, ...vaccinations, ...visits, ...vitals, ...waiting, ...waitlist, ...work,
});
