import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CodeSnapshot } from '#canonical';
import { RECORD_FIELDS, STEP_FIELDS } from '#protocols/dvcqg';
import { Clock, SigningKey } from '#runtime';
import { DIALECT_CODES } from '../problems/content.codes.ts';
import { PROBLEMS } from '../problems/dictionary.ts';
import { DossierBody } from '../read/dossier-body.ts';
import { fieldsOf } from '../read/field.ts';
import { startPartnerApi, type RunningPartnerApi } from '../start.ts';

const SIGNER = new SigningKey(Buffer.alloc(32, 3));

interface Described {
  readonly description?: string;
  readonly $ref?: string;
}

interface Reference {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
  readonly components: { schemas: Record<string, { required?: string[]; properties: Record<string, Described> }> };
}

const EXAMPLE_OR_PARTS = ['example', 'examples', 'items', 'allOf', 'oneOf'];

let api: RunningPartnerApi;
let text: string;
let reference: Reference;

beforeAll(async () => {
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked here'));
  const ledger = {
    clients: {
      ...{ byApiKey: refuse, byLogin: () => undefined, byKey: () => undefined, unitCodeFor: () => 'other' },
      ...{ unitCoded: () => undefined, reachOf: () => new Set<number>(), noteWarnings: () => undefined },
    },
    manifests: { take: refuse },
    sheets: { read: refuse },
    feeds: {
      walkStatusChanges: refuse,
      walkOutcomes: refuse,
      walkResendRequests: refuse,
      readStatusChanges: refuse,
      lastPosition: refuse,
    },
    catalogue: {
      version: refuse,
      knows: refuse,
      procedures: refuse,
      procedure: refuse,
      units: refuse,
      list: refuse,
      shown: refuse,
    },
    accept: refuse,
    readDossier: refuse,
    readReceipt: refuse,
    readRecord: refuse,
    readAgencies: refuse,
    readAnchors: refuse,
    ping: refuse,
    forgetOldKeys: refuse,
    codes: () => new CodeSnapshot('1', [], []),
  };
  const log = { event: () => undefined, error: () => undefined };
  api = await startPartnerApi({
    ledger,
    clock: new Clock(),
    log,
    pepper: Buffer.alloc(32),
    signer: SIGNER,
    port: 0,
    host: '127.0.0.1',
  });
  text = await (await fetch(`${api.url}/openapi.json`)).text();
  reference = JSON.parse(text) as Reference;
});

afterAll(async () => {
  await api.close();
});

describe('the reference', () => {
  it('is OpenAPI 3.1 of every address', () => {
    expect(reference.openapi).toBe('3.1.0');
    expect(Object.keys(reference.paths)).toEqual(
      expect.arrayContaining([
        '/v1/dossiers',
        '/mapi/login',
        '/mapi/g',
        '/XrdAdapter/RestService/forward/mapi/g',
        '/KetNoiMotCuaQuocGia/DongBoHoSoMC',
        '/v1/status-changes',
        '/v1/dossiers/{code}',
        '/v1/receipts/{id}',
        '/v1/outcomes',
        '/v1/catalog/procedures',
        '/v1/catalog/procedures/{code}',
        '/v1/catalog/units',
        '/v1/resend-requests',
        '/health/ready',
      ]),
    );
    expect(text).not.toContain('"nullable"');
  });

  it('refers only to schemas that it holds', () => {
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(20);
    expect([...new Set(names)].filter((name) => !Object.keys(reference.components.schemas).includes(name ?? ''))).toEqual([]);
  });

  it('describes every field in both languages, with an example or a reference', () => {
    const fields = Object.values(reference.components.schemas).flatMap(({ properties }) => Object.values(properties));
    for (const field of fields.filter(({ $ref }) => $ref === undefined)) {
      expect(field.description).toContain(' / ');
      expect(field).toHaveProperty(EXAMPLE_OR_PARTS.find((name) => name in field) ?? 'example');
    }
  });

  it('lists every field of a dossier and what is required', () => {
    const schema = reference.components.schemas['DossierBody'];
    expect(Object.keys(schema?.properties ?? {})).toEqual([...fieldsOf(DossierBody).keys()]);
    expect(schema?.required).toEqual(['dossierCode', 'procedureCode', 'applicant', 'status', 'returnMethod', 'agencyName']);
  });

  it('names every field of the national dialect by what it is at the native door', () => {
    const fields = [...RECORD_FIELDS, ...STEP_FIELDS];
    const missing = fields.filter(
      ([name, to]) => !text.includes(`"${name}":{"description":"Như \`${to.slice(1).replace('/', '.')}\``),
    );
    expect([fields.length, missing]).toEqual([47, []]);
  });

  it('names every code of the dictionary that a call can be answered with', () => {
    const elsewhere = ['route.unknown', 'method.not-allowed', ...Object.keys(DIALECT_CODES)];
    const missing = Object.keys(PROBLEMS).filter((code) => !elsewhere.includes(code) && !text.includes(`\`${code}\``));
    expect(missing).toEqual([]);
  });
});
