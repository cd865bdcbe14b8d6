import { STATUSES_BEFORE_RECEPTION } from '#canonical';
import { homeOn } from '../hand-overs/home.ts';
import { isNoTrial } from '../trials.ts';

/**
 * What is asked for a sheet. Every statement begins with the units that received the dossiers ($1) and the client that is tried out ($2), and answers
 * by the homes of the dossiers, so that it is the same work for one commune and for all of them.
 */
export interface Whose {
  /** Of the units in $1 alone. */
  readonly isScoped: boolean;
  /** Of the client in $2 alone, whatever it tries out. */
  readonly isTrial: boolean;
}

const LISTED = 40;
const CODES_SHOWN = 8;
const ZONE = `'Asia/Ho_Chi_Minh'`;
const BEFORE_RECEPTION = STATUSES_BEFORE_RECEPTION.join(', ');

function isWanted({ isScoped, isTrial }: Whose): string {
  const scope = isScoped ? 'd.received_unit_id = ANY($1::int[])' : '$1::int[] IS NOT NULL';
  return `${scope} AND ${isTrial ? 'd.client_id = $2::int' : `$2::int IS NOT NULL AND ${isNoTrial('d')}`}`;
}

const HOME_NOW = homeOn('d', 'gateway_now()');

// A dossier is over with a status that ends it, since its time; one that was taken up again is in progress. What has no such time (a dossier that was
// stopped) is over since its last step.
const OVER = `CASE WHEN d.status IN (8, 9, 10) THEN coalesce(d.finished_at, d.returned_at, d.last_step_at, d.created_at) END`;
const isOpen = (day: string, until: string): string =>
  `d.received_on <= ${day}::date AND d.status NOT IN (${BEFORE_RECEPTION}) AND coalesce(${OVER} >= ${until}::timestamptz, true)`;
const DUE_ON = `(d.due_at AT TIME ZONE ${ZONE})::date`;
const IS_READ = 'd.times_seq IS NOT DISTINCT FROM d.last_seq';

/** How many dossiers: $3 the day, $4 its first instant, $5 the first one after it. */
export function counts(whose: Whose): string {
  const on = (time: string): string =>
    `count(*) FILTER (WHERE d.${time} >= $4::timestamptz AND d.${time} < $5::timestamptz)::int`;
  const open = isOpen('$3', '$5');
  return `
  SELECT ${homeOn('d', 'least($5::timestamptz, gateway_now())')} AS home,
    count(*) FILTER (WHERE d.received_on = $3::date AND d.status NOT IN (${BEFORE_RECEPTION}))::int AS received,
    count(*) FILTER (WHERE d.status = 1)::int AS registered,
    count(*) FILTER (WHERE ${open})::int AS "inProgress",
    count(*) FILTER (WHERE ${open} AND d.status IN (5, 6))::int AS "waitsForCitizen",
    ${on('finished_at')} AS finished, ${on('returned_at')} AS returned, ${on('refused_at')} AS refused,
    count(*) FILTER (WHERE ${open} AND d.due_at IS NULL AND ${IS_READ})::int AS "withoutDueDate",
    count(*) FILTER (WHERE ${open} AND NOT ${IS_READ})::int AS unread
  FROM dossier d WHERE ${isWanted(whose)} GROUP BY 1`;
}

const DUE = `${isOpen('$3', '$4')} AND ${DUE_ON} <= $5::date`;

/** Dossiers in progress by the day on which they are due: $3 the day, $4 the first instant after it, $5 the last day looked at. */
export function dueDays(whose: Whose): string {
  return `
  SELECT ${homeOn('d', 'least($4::timestamptz, gateway_now())')} AS home, ${DUE_ON} AS "dueOn", count(*)::int AS dossiers
  FROM dossier d WHERE ${isWanted(whose)} AND ${DUE} GROUP BY 1, 2`;
}

/** The first of these of each home, the longest overdue first. */
export function dueDossiers(whose: Whose): string {
  return `
  SELECT home, code, procedure, status, "dueOn" FROM (
    SELECT *, row_number() OVER (PARTITION BY home ORDER BY due_at, code) AS place FROM (
      SELECT ${homeOn('d', 'least($4::timestamptz, gateway_now())')} AS home, d.code, d.procedure, d.status, d.due_at, ${DUE_ON} AS "dueOn"
      FROM dossier d WHERE ${isWanted(whose)} AND ${DUE}) due) placed
  WHERE place <= ${String(LISTED)} ORDER BY home, place`;
}

/** What became of items at destinations between $3 and $4. */
export function outcomes(whose: Whose): string {
  return `
  SELECT ${HOME_NOW} AS home, o.destination, o.state, count(*)::int AS items
  FROM outcome o JOIN dossier d ON d.id = o.dossier_id
  WHERE o.at >= $3::timestamptz AND o.at < $4::timestamptz AND ${isWanted(whose)} GROUP BY 1, 2, 3`;
}

/** How dossiers stand at destinations. */
export function lanes(whose: Whose): string {
  const where = (condition: string): string => `count(*) FILTER (WHERE ${condition})::int`;
  return `
  SELECT ${HOME_NOW} AS home, l.destination, ${where(`l.state = 'idle' AND l.ack_seq = d.last_seq`)} AS acknowledged,
    ${where(`l.state IN ('due', 'leased', 'verifying') OR l.state = 'idle' AND l.ack_seq <> d.last_seq`)} AS waiting,
    ${where(`l.state = 'held'`)} AS "heldNow", ${where(`l.state = 'blocked'`)} AS "blockedNow"
  FROM dossier d JOIN lane l ON l.dossier_id = d.id WHERE ${isWanted(whose)} GROUP BY 1, 2`;
}

// What its commune was told last says why a lane waits, and whose turn it is.
const TOLD = `
  SELECT o.state, o.cause, o.must_act FROM outcome o
  WHERE o.dossier_id = l.dossier_id AND o.destination = l.destination AND o.state IN ('held', 'refused') ORDER BY o.pos DESC LIMIT 1`;

/** For what dossiers wait at destinations, and some of them. */
export function waits(whose: Whose): string {
  return `
  SELECT ${HOME_NOW} AS home, l.destination, coalesce(t.state, 'held') AS state, coalesce(t.cause, l.cause, 'held') AS cause,
    coalesce(t.must_act, 'province') AS "mustAct", min(w.since) AS since, count(*)::int AS dossiers,
    (array_agg(d.code ORDER BY d.code))[1:${String(CODES_SHOWN)}] AS codes
  FROM (SELECT dossier_id, destination, min(since) AS since FROM lane_wait GROUP BY 1, 2) w
  JOIN lane l ON l.dossier_id = w.dossier_id AND l.destination = w.destination AND l.state IN ('held', 'blocked')
  JOIN dossier d ON d.id = l.dossier_id LEFT JOIN LATERAL (${TOLD}) t ON true
  WHERE ${isWanted(whose)} GROUP BY 1, 2, 3, 4, 5`;
}

// What the gateway never got has no dossier: it is of the unit that its code or its manifest names.
const DIFFERENCES = `discrepancy x LEFT JOIN dossier d ON d.id = x.dossier_id`;
const HOME_OF_DIFFERENCE = `CASE WHEN d.id IS NULL THEN x.unit_id ELSE ${HOME_NOW} END`;

function isOpenDifference({ isScoped, isTrial }: Whose): string {
  const scope = isScoped ? 'coalesce(d.received_unit_id, x.unit_id) = ANY($1::int[])' : '$1::int[] IS NOT NULL';
  const trial = `EXISTS (SELECT FROM client t WHERE t.id = x.client_id AND t.sandbox)`;
  return `x.cleared_at IS NULL AND ${scope} AND ${isTrial ? 'x.client_id = $2::int' : `$2::int IS NOT NULL AND NOT ${trial}`}`;
}

/** How many differences are open, by who must act. */
export function owners(whose: Whose): string {
  return `
  SELECT ${HOME_OF_DIFFERENCE} AS home, x.must_act AS "mustAct", count(*)::int AS open
  FROM ${DIFFERENCES} WHERE ${isOpenDifference(whose)} GROUP BY 1, 2`;
}

/** The first of those that are the commune's task. */
export function differences(whose: Whose): string {
  return `
  SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY home ORDER BY "firstAt", "dossierCode") AS place FROM (
      SELECT ${HOME_OF_DIFFERENCE} AS home, x.dossier_code AS "dossierCode", x.side, x.tier, x.kind, x.field, x.heal,
        CASE WHEN x.heal_state = 'stopped' THEN 'heal.stopped' ELSE x.cause END AS cause, x.first_at AS "firstAt"
      FROM ${DIFFERENCES} WHERE x.must_act = 'commune' AND ${isOpenDifference(whose)}) own) placed
  WHERE place <= ${String(LISTED)} ORDER BY home, place`;
}

// Of a restoration only while it is waited for: its requests are never closed. The others are found by that they are open.
const OPEN_REQUESTS = `
  SELECT r.* FROM resend_request r WHERE r.closed_at IS NULL AND r.discrepancy_id IS NOT NULL AND r.restoration_id IS NULL
  UNION ALL
  SELECT r.* FROM restoration s JOIN resend_request r ON r.restoration_id = s.id
  WHERE r.closed_at IS NULL AND coalesce(s.resend_until > gateway_now(), true)`;

/** The first requests to send again of each home and system, and how many there are; `home` null: of all units of the system. */
export function resends({ isScoped, isTrial }: Whose): string {
  const unit = 'coalesce(d.received_unit_id, x.unit_id)';
  const scope = isScoped ? `(${unit} IS NULL OR ${unit} = ANY($1::int[]))` : '$1::int[] IS NOT NULL';
  const trial = isTrial ? 'r.client_id = $2::int' : '$2::int IS NOT NULL AND NOT c.sandbox';
  return `
  SELECT home, "clientId", client, "dossierCode", cause, since, at, CASE place WHEN 1 THEN open ELSE 0 END AS open FROM (
    SELECT *, row_number() OVER same AS place, (count(*) OVER (PARTITION BY home, "clientId"))::int AS open FROM (
      SELECT ${HOME_OF_DIFFERENCE} AS home, r.client_id AS "clientId", c.code AS client, r.pos,
        coalesce(r.dossier_code, d.code) AS "dossierCode", r.cause, r.since, r.at
      FROM (${OPEN_REQUESTS}) r JOIN client c ON c.id = r.client_id
      LEFT JOIN dossier d ON d.id = r.dossier_id LEFT JOIN discrepancy x ON x.id = r.discrepancy_id
      WHERE ${scope} AND ${trial}) asked
    WINDOW same AS (PARTITION BY home, "clientId" ORDER BY pos)) placed
  WHERE place <= ${String(LISTED)} ORDER BY at, "dossierCode"`;
}

/** Warnings of the day $1. */
export const WARNINGS = 'SELECT unit_id AS home, code, given::int FROM unit_warning WHERE day = $1::date ORDER BY code';

/** The systems of communes with their units of the day $1. Who speaks for a portal is none of them. */
export const SYSTEMS = `
  SELECT c.id AS "clientId", c.code AS client, c.name, array_agg(s.unit_id) AS units, n.last_at AS "lastAt"
  FROM client c JOIN client_scope s ON s.client_id = c.id AND s.valid @> $1::date LEFT JOIN client_contact n ON n.client_id = c.id
  WHERE c.role = 'commune' AND c.speaks_for IS NULL GROUP BY c.id, n.last_at ORDER BY c.code`;

/** How destinations stand at $1. */
export const DESTINATIONS = `
  SELECT id AS destination, mode, CASE WHEN stopped_at IS NOT NULL THEN 'stopped' WHEN paused_at IS NOT NULL THEN 'paused'
    WHEN maintenance_from <= $1::timestamptz AND maintenance_until > $1::timestamptz THEN 'maintenance' ELSE 'open' END AS standing
  FROM destination ORDER BY id`;
