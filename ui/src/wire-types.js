// The shapes that travel between the interface and the app, for the type checker. No code.

/** @typedef {{starts: string, ends: string}} Span */
/** @typedef {{weekday: number, starts: string, ends: string, weeks?: 'every'|'odd'|'even', valid_from?: string, valid_to?: string}} WeekSpan */
/** @typedef {import('./bindings/WorkstationLine').WorkstationLine} WorkstationLine */
/** @typedef {import('./bindings/ExceptionDetails').ExceptionDetails} ExceptionDetails */
/** @typedef {ExceptionDetails & {exception_id: string, version: number}} Exception */
/** @typedef {{exception_id: string, kind: 'leave'|'holiday'|'block'|'out_of_use', block: 'lunch'|'emergencies'|'meeting'|'other'|null, label: string|null, room_id: string|null, starts: string, ends: string}} Standing */

/**
 * @typedef {object} ClinicDetails
 * @property {string} name @property {string[]} address_lines @property {string|null} [phone] @property {string|null} [email]
 * @property {string} country @property {string} zone @property {string} currency
 * @property {'dmy'|'mdy'|'ymd'} date_order @property {'24'|'12'} hour_cycle @property {number} week_start
 * @property {string} phone_prefix @property {'A4'|'Letter'} paper @property {'given_first'|'family_first'} name_order
 * @property {string[]} address_format @property {string} patient_number_name
 * @property {number} idle_minutes @property {number} waiting_limit_minutes @property {number} largest_file_mb @property {WeekSpan[]} opening_hours
 */
/** @typedef {ClinicDetails & {version: number, sample: boolean, currency_decimals: number, today: string, now: string}} ClinicInfo */

/**
 * @typedef {object} Me
 * @property {string} user_id @property {string} login @property {string} name @property {string[]} roles
 * @property {string[]} permissions @property {string|null} practitioner_id @property {boolean} pin_set
 */

/**
 * @typedef {object} Boot
 * @property {'first_run'|'new_clinic'|'sign_in'|'change_password'|'locked'|'open'|'away'|'older'|'newer'|'problem'} phase
 * @property {{code: string, details: any}|null} [problem]
 * @property {{id: string, name: string, kind: 'sample'|'file'|'server', address: string|null}|null} [connection]
 * @property {any} [clinic] ClinicInfo when open; only {name, sample} before
 * @property {Me|null} [person]
 * @property {{user_id: string, name: string, roles: string[]}[]} [quick_people]
 * @property {{login: string, password: string, name: string, role: string}[]|null} [sample_logins]
 * @property {{id: string, name: string}} [workstation]
 * @property {string[]} [notices]
 * @property {string} [version]
 */

/** @typedef {'booked'|'confirmed'|'arrived'|'in_room'|'to_pay'|'done'|'no_show'|'left'|'cancelled'|'taken_back'} Status */

/**
 * @typedef {object} DayAppointment
 * @property {string} id @property {number} version @property {string} patient_id @property {string|null} family @property {string|null} given
 * @property {string} name @property {string|null} birth_date @property {string} practitioner_id @property {string|null} room_id
 * @property {string|null} room_name @property {string} starts_at @property {string} ends_at @property {Status} status
 * @property {string} services @property {boolean} overbooked @property {boolean} outside_hours @property {boolean} has_allergy
 * @property {boolean} has_alert @property {boolean} is_new @property {string} status_since @property {string|null} waiting_for @property {string|null} note
 * @property {boolean} walk_in @property {boolean} for_anyone @property {string|null} for_specialty @property {number|null} ticket
 * @property {string|null} [series_id]
 */
/** @typedef {DayAppointment & {practitioner_name: string, specialty_name: string|null, initials: string, minutes: number, past_limit: boolean}} WaitingRow */
/** @typedef {{ticket: number, initials: string, room: string|null, since: string}} WallRow */
/** @typedef {{at: string, called: WallRow[], waiting: WallRow[]}} WallScreen */
/** @typedef {{no_shows: number, no_shows_year: number, late_cancels: number, late_cancels_year: number}} Missed */

/** @typedef {{practitioner_id: string, name: string, short_name: string, kind: string, room_id: string|null, room_name: string|null, spans: Span[], standing?: Standing[], waiting: number}} Column */
/** @typedef {{date: string, open: Span[], columns: Column[], rooms_out?: Standing[], appointments: DayAppointment[], hidden_cancelled: number}} Day */

/** @typedef {{id: string, version: number, kind: 'alert', audience: 'desk'|'clinical'|'both', severity: 'note'|'important'|'critical', text: string, since: string}} Alert */
/** @typedef {{id: string, version: number, audience: Alert['audience'], severity: Alert['severity'], text: string, since: string, until: string|null, status: 'active'|'ended'|'struck'}} ChartAlert */
/** @typedef {{id: string, version: number, substance: string, reaction: string|null, severity: 'mild'|'moderate'|'severe'|'unknown', since: string|null, until: string|null, status: 'active'|'resolved'|'refuted'|'struck'}} Allergy */
/** @typedef {{standing: 'not_asked'|'none_known'|'known', lines: Allergy[]|null}} AllergyBanner */
/** @typedef {{id: string, version: number, title: string, code: string|null, since: string|null, until: string|null, status: 'active'|'resolved'|'struck'}} Problem */
/** @typedef {{row_id: string, kind: string, reason: string, struck_at: string, struck_by: string}} Strike */
/** @typedef {{patient_id: string, allergy_standing: AllergyBanner['standing'], allergies: Allergy[], problems: Problem[], alerts: ChartAlert[], vitals: import('./parts/vitals-values.js').Vital[], strikes: Strike[]}} Chart */
/** @typedef {{service_id: string, name: string, minutes: number, price_minor: number}} ServiceLine */
/** @typedef {{from: Status|null, to: Status, at: string, by: string, reason: string|null}} StatusChange */

/**
 * @typedef {object} AppointmentDetail
 * @property {DayAppointment} appointment
 * @property {{patient_id: string, mrn: string, name: string, preferred: string|null, sex: string, birth_date: string|null, birth_estimated: boolean, died_on: string|null, phones: {kind: string, number: string}[], next_visit: string|null}} patient
 * @property {Alert[]} alerts @property {AllergyBanner} allergies @property {ServiceLine[]} services @property {number} total_minor @property {number|null} balance_minor
 * @property {string|null} [overbook_reason] @property {string|null} [outside_reason] @property {import('./bindings/GivenReason').GivenReason|null} [overbook_given] @property {import('./bindings/GivenReason').GivenReason|null} [outside_given]
 * @property {string|null} note @property {string} booked_by @property {string} booked_at @property {StatusChange[]} history
 * @property {{series_id: string, number: number, of: number, following: number, all: number}|null} [series]
 * @property {string|null} [visit_id] the record of the visit, for those who read records
 */

/**
 * @typedef {object} PatientLine
 * @property {string} patient_id @property {string} mrn @property {string} name @property {string|null} family @property {string|null} given
 * @property {string|null} preferred @property {string|null} birth_date @property {boolean} birth_estimated @property {string} sex
 * @property {string|null} phone @property {string|null} died_on @property {string|null} last_visit @property {string|null} next_visit
 */

/** @typedef {{practitioner_id: string, version: number, kind: string, name: string, short_name: string, user_id: string|null, room_id: string|null, specialty_ids: string[], active: boolean, hours: WeekSpan[]}} Practitioner */
/** @typedef {{room_id: string, version: number, name: string, kind?: string|null, capacity: number, active: boolean}} Room */
/** @typedef {{specialty_id: string, version: number, name: string, active: boolean}} Specialty */
/** @typedef {{service_id: string, version: number, code: string|null, name: string, minutes: number, price_minor: number, today_minor: number, prices: import('./bindings/ServicePrice').ServicePrice[], practitioner_ids: string[], active: boolean}} Service */
/** @typedef {{identifier_type_id: string, version: number, name: string, issuer: string|null, active: boolean}} IdentifierType */

export {};
