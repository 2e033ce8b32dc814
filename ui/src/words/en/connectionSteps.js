// What each step of the connection test is called, what went wrong in it, and what to do about it.
// `passed` is shown beside a tick; `failed` and `remedy` beside a cross. Technical words stay in the details,
// but where a remedy needs the exact setting it is named, because somebody has to type it.

/** @typedef {Record<string, any>} Found what the test found */
/** @typedef {{passed: string, failed: (found: Found) => string, remedy: (found: Found) => string}} Step */

const tlsFailed = {
  no_tls: 'The server does not offer an encrypted connection.',
  unknown_issuer: 'The server’s certificate comes from an issuer this computer does not know.',
  wrong_name: 'The server’s certificate is for another name.',
  expired: 'The server’s certificate has expired.',
  other: 'The encrypted connection could not be set up.',
};

const tlsRemedy = {
  no_tls:
    'On MariaDB, set ssl_cert and ssl_key under [mysqld] in its settings file and restart it. MySQL makes its own certificate at the first start: restart it and look for ca.pem in its data folder.',
  unknown_issuer:
    'Choose “the server’s own CA file”. MySQL keeps ca.pem in its data folder, often /var/lib/mysql/ca.pem: copy that file to this computer. On MariaDB it is the file that ssl_ca names.',
  wrong_name:
    'Type the server’s name exactly as its certificate has it, or choose “the server’s own CA file”: a certificate that MySQL made for itself names no server.',
  expired: 'Ask whoever looks after the server to renew the certificate. Check this computer’s date, too.',
  other: 'Ask whoever looks after the server, and give them the details below.',
};

/** @param {Found} found */
const tlsReason = (found) =>
  /** @type {keyof typeof tlsFailed} */ (found.reason in tlsFailed ? found.reason : 'other');

/** @param {unknown} list */
const joined = (list) => (Array.isArray(list) ? list.join(', ') : String(list ?? ''));

/** @param {Found} found */
const clockWords = (found) => {
  const seconds = Math.abs(Number(found.seconds ?? 0));
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
};

/** @type {Record<string, Step>} */
export const steps = {
  'connection.bad_address': {
    passed: 'The address is complete',
    failed: () => 'The address is not complete or has a letter that cannot be there.',
    remedy: () => 'Check the server’s name, the port (a number up to 65535) and the database’s name.',
  },
  'connection.name_not_found': {
    passed: 'The server’s name was found',
    failed: (found) => (found.host ? `No computer named ${found.host} was found.` : 'No computer of this name was found.'),
    remedy: () => 'Check the spelling, and that this computer is in the clinic’s network. The server’s number, like 192.168.1.20, works too.',
  },
  'connection.port_closed': {
    passed: 'The server answers at this port',
    failed: (found) => `The computer was found, but nothing answers at port ${found.port ?? 'given'}.`,
    remedy: () =>
      'Check that the database is running and that the port is right: it is usually 3306. On the server, bind-address must allow this network, and its firewall must let the port through.',
  },
  'connection.timeout': {
    passed: 'The server answers in time',
    failed: () => 'The server did not answer in time.',
    remedy: () => 'Check the cable or Wi-Fi, and that a firewall does not swallow the connection. Then test again.',
  },
  'connection.unreachable': {
    passed: 'This computer is in the server’s network',
    failed: (found) => `This computer finds no way to ${found.host ?? 'the server'}.`,
    remedy: () => 'Check this computer’s cable or Wi-Fi, and that the server is switched on and in the same network. If it is reached over a VPN, connect that first.',
  },
  'connection.host_not_allowed': {
    passed: 'The server takes connections from this computer',
    failed: () => 'The server answers, but takes no account from this computer: a new server only takes those made on itself.',
    remedy: () =>
      'On the server, make an account for other computers: CREATE USER \'clinic\'@\'%\' IDENTIFIED BY \'a password\'; and GRANT ALL ON clinic.* TO \'clinic\'@\'%\'; – with the name of your database for clinic.*. Then type that account here.',
  },
  'connection.host_blocked': {
    passed: 'The server does not shut this computer out',
    failed: () => 'The server shuts this computer out, because too many connections from it broke.',
    remedy: () => 'On the server, run: FLUSH HOSTS (on MySQL 8.4 and later: TRUNCATE TABLE performance_schema.host_cache). If it happens again, look at the cable or Wi-Fi, and raise max_connect_errors.',
  },
  'connection.too_many': {
    passed: 'The server has room for one more connection',
    failed: () => 'The server has as many connections as it may.',
    remedy: () => 'Wait a minute and test again. If it stays so, raise max_connections in the server’s settings file: each workstation needs up to 8.',
  },
  'connection.tls_needed': {
    passed: 'The connection is as encrypted as the server asks',
    failed: () => 'The server takes encrypted connections only.',
    remedy: () => 'Choose an encrypted connection above: “the server’s own CA file” fits most servers. MySQL keeps ca.pem in its data folder; on MariaDB it is the file that ssl_ca names.',
  },
  'connection.password_expired': {
    passed: 'The account’s password is still good',
    failed: (found) => `The password of the database account${found.user ? ` ${found.user}` : ''} has expired.`,
    remedy: (found) => `The server’s administrator gives it another one: ALTER USER '${found.user ?? 'clinic'}'@'%' IDENTIFIED BY 'another password' PASSWORD EXPIRE NEVER; Then type that one here.`,
  },
  'connection.tls_refused': {
    passed: 'The connection is encrypted and the server is the right one',
    failed: (found) => tlsFailed[tlsReason(found)],
    remedy: (found) => tlsRemedy[tlsReason(found)],
  },
  'connection.wrong_password': {
    passed: 'The account and its password are right',
    failed: () => 'The server does not accept this database account or its password.',
    remedy: () => 'Type the password again. If it is right, the account may not be allowed to connect from this computer: the server’s administrator can change that. With encryption off, MariaDB says the same when it takes encrypted connections only: choose one above.',
  },
  'connection.no_database': {
    passed: 'The database was found',
    failed: (found) => (found.database ? `There is no database named ${found.database} on this server.` : 'There is no database of this name on this server.'),
    remedy: () => 'Check the spelling, or create it with the button below.',
  },
  'connection.missing_rights': {
    passed: 'The database account has all rights that are needed',
    failed: (found) => `The database account may not do everything that is needed. Missing: ${joined(found.rights)}.`,
    remedy: (found) =>
      `The server’s administrator can give them with: GRANT ${joined(found.rights) || 'ALL'} ON ${found.database ?? 'the database'}.* TO that account.`,
  },
  'connection.too_old': {
    passed: 'The server’s version is new enough',
    failed: (found) => `The server is too old: it is ${found.version ?? 'an early version'}, and ${found.needed ?? 'a later one'} is needed.`,
    remedy: () => 'MySQL 8.0.16 or later, or MariaDB 10.6 or later. Ask whoever looks after the server to update it.',
  },
  'connection.ignores_check': {
    passed: 'The server refuses wrong data',
    failed: () => 'The server does not refuse wrong data, though it was told to.',
    remedy: () => 'Updating it to MySQL 8.0.16 or MariaDB 10.6 helps. On MariaDB, check_constraint_checks must be on.',
  },
  'connection.wrong_charset': {
    passed: 'Every name can be written',
    failed: (found) => `The database cannot hold every name: its character set is ${found.found ?? 'another one'}.`,
    remedy: (found) => `While it is empty, run: ALTER DATABASE ${found.database ?? 'the database'} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin. Or create a new one with the button below.`,
  },
  'connection.wrong_sql_mode': {
    passed: 'The server is strict about what it stores',
    failed: () => 'The server would quietly cut or change what is stored.',
    remedy: () => 'Add STRICT_TRANS_TABLES to sql_mode in the server’s settings file, and restart it.',
  },
  'connection.clock_off': {
    passed: 'The clocks agree',
    failed: (found) => `The clock of this computer and the server’s are ${clockWords(found)} apart.`,
    remedy: () => 'Set both to keep time from the internet. Waiting times would be wrong otherwise.',
  },
  'connection.data_older': {
    passed: 'The data fits this version',
    failed: () => 'This clinic’s data is from an earlier version.',
    remedy: () => 'An administrator can upgrade it below.',
  },
  'connection.data_newer': {
    passed: 'The data fits this version',
    failed: () => 'This clinic’s data is from a later version.',
    remedy: () => 'Update Clinic Desk on this computer. Other workstations have already done so.',
  },
  'connection.file_not_found': {
    passed: 'The file was found',
    failed: () => 'There is no file at this path.',
    remedy: () => 'Check the path. If the file was on a removable disk, put it back in.',
  },
  'connection.wrong_key': {
    passed: 'The file’s key fits',
    failed: () => 'The file is encrypted, and there is no key here that opens it.',
    remedy: () => 'Give the recovery key of this very clinic: it was saved or printed where the file was made. As long as that computer works, an administrator can save it there (Admin, Connections).',
  },
  'connection.network_share': {
    passed: 'The file is on this computer',
    failed: () => 'The file is on a network drive, where it could be damaged.',
    remedy: () => 'Move it to a disk of this computer. If several workstations need it, use a server.',
  },
  'connection.read_only': {
    passed: 'The server takes changes',
    failed: (found) => `Every server that answers only lets itself be read${found.hosts ? `: ${joined(found.hosts)}` : ''}.`,
    remedy: () => 'Add the main server to the list, or wait until the group has chosen a new one, then test again.',
  },
  'connection.bad_ca_file': {
    passed: 'The CA file can be read',
    failed: () => 'The CA file cannot be read.',
    remedy: () => 'Check the path. It must be the server’s ca.pem, a text file that begins with BEGIN CERTIFICATE.',
  },
  'connection.not_a_clinic': {
    passed: 'The data is a clinic’s',
    failed: () => 'What is there was not made by Clinic Desk.',
    remedy: () => 'Choose an empty database, or another file.',
  },
};

/** What is said when a step has no words of its own. */
export const unknownStep = {
  passed: 'Checked',
  failed: () => 'Something else is in the way.',
  remedy: () => 'Give the details below to whoever looks after the server.',
};

/** The same sentences where a connection fails outside the test, the remedy added. @type {Record<string, (details: any) => string>} */
export const connectionErrors = Object.fromEntries(
  Object.entries(steps).map(([code, step]) => [code, (/** @type {Found} */ found) => `${step.failed(found ?? {})} ${step.remedy(found ?? {})}`]),
);
