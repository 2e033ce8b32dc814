//! Everything that must hold on every engine: SQLite, MariaDB, MySQL.

mod rules {
    mod approvals;
    mod billing;
    mod billing_races;
    mod billing_steps;
    mod booking;
    mod calendar;
    mod calls;
    mod canaries;
    mod charts;
    mod claims_property;
    mod codes;
    mod corpus;
    mod corpus_edges;
    mod corpus_found;
    mod corrections;
    mod documents;
    mod exports;
    mod files;
    mod free_slots;
    mod hours;
    mod journal;
    mod lost_answers;
    mod once;
    mod papers;
    mod patients;
    mod period;
    mod permissions;
    mod prescriptions;
    mod prices;
    mod prints;
    mod races;
    mod recalls;
    mod reports;
    mod results;
    mod sample;
    mod series;
    mod tasks;
    mod till;
    mod vaccinations;
    mod visits;
    mod vitals;
    mod waiting;
    mod waitlist;
    mod work;
}
