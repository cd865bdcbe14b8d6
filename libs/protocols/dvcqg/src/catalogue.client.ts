import {
  answerTo,
  PROCEDURE_LIST,
  PROCEDURE_RECORD,
  type Answer,
  type CatalogueSource,
  type CatalogueWay,
  type CrossWalk,
  type SourceList,
  type SourceRecord,
} from '#protocols';
import { readRows } from './catalogue-rows.read.ts';
import { readProcedureDetail, readProcedureList } from './catalogue.read.ts';
import type { Line } from './line.ts';
import { readPublicReply } from './public-catalogue.read.ts';
import { serviceBody } from './request.write.ts';
import type { EnvelopeRoute } from './route.ts';

/** The list of all procedures of the country is longer than any other answer. */
const MOST_BYTES = 32 * 1_048_576;
const PAGE = 200;
const PATHS: Readonly<Record<CrossWalk, string>> = {
  formalities: '/submitting/formality/list-all-public-formality-by-citizen',
  addresses: '/submitting/formality/list-department-url-by-citizen',
};

/** The catalogue by the classic protocol: lists hang at the address of what is shared, records at the other one. Source: protocols §1.5. */
export function classicCatalogue({ paths, headers, madonvi }: EnvelopeRoute, line: Line): CatalogueSource {
  const rows = async (
    service: string,
    parameters: Readonly<Record<string, unknown>>,
    { session, deadline }: CatalogueWay,
  ): Promise<{ readonly answer: Answer; readonly rows: readonly unknown[] | undefined }> => {
    const path = service === PROCEDURE_RECORD ? paths.integration : paths.share;
    const body = serviceBody(service, parameters, { session, madonvi });
    const outcome = await line.post({ path, headers: { ...headers }, body, mostBytes: MOST_BYTES }, deadline);
    const { answer, reading } = answerTo(outcome, readRows);
    return { answer: { ...answer, body: undefined }, rows: reading?.rows };
  };
  return {
    needsSession: true,
    list: async (service, way) => {
      const { answer, rows: received } = await rows(service, {}, way);
      return { answer, found: received && listOf(service, received) };
    },
    record: async (code, way) => {
      const { answer, rows: received } = await rows(PROCEDURE_RECORD, { maTTHC: code }, way);
      return { answer, found: received && recordOf(code, received) };
    },
    close: () => line.close(),
  };
}

function listOf(service: string, rows: readonly unknown[]): SourceList {
  if (service !== PROCEDURE_LIST) return { rows, procedures: [], problems: [] };
  const { items, problems } = readProcedureList(rows);
  return { rows, procedures: items, problems };
}

/** The record that was asked for, and nobody else's: known clients take the first one, whatever it is. */
function recordOf(code: string, rows: readonly unknown[]): SourceRecord {
  const read = rows.map((raw) => ({ raw, ...readProcedureDetail(raw) }));
  const own = read.find(({ procedure }) => procedure?.code === code);
  return own ?? { procedure: undefined, raw: rows[0] ?? null, problems: rows.length === 0 ? [] : ['MATTHC'] };
}

/** The public interface of the new portal, by which codes, names and addresses are compared. Source: protocols §1.13. */
export function publicCatalogue(
  { basePath, departmentCode }: { readonly basePath: string; readonly departmentCode: string },
  line: Line,
): CatalogueSource {
  return {
    needsSession: false,
    page: async (walk, after, { deadline }) => {
      const asked = { limit: PAGE, lastId: after ?? '', ...(walk === 'addresses' && { departmentCode }) };
      const post = {
        path: basePath + PATHS[walk],
        headers: { ...JSON_HEADERS },
        body: JSON.stringify(asked),
        mostBytes: MOST_BYTES,
      };
      const outcome = await line.post(post, deadline);
      const { answer, reading } = answerTo(outcome, readPublicReply);
      return { answer: { ...answer, body: undefined }, found: reading?.page };
    },
    close: () => line.close(),
  };
}

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' } as const;
