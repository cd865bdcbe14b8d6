import { field, list, object, type Schema } from './schema.ts';

const LEAF = '5e1cdbf0a2d7a6f0b1c9b3f2c1f2f5f6d7b8a9c0d1e2f3a4b5c6d7e8f9a0b1c2';
const KEY_ID = '3ee9a0cbb5c1d2f4';
const SIGNATURE = 'kgCpCfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R0dyIt+uu…';

/** The shapes of evidence. */
export const EVIDENCE_ANSWERS = {
  ReceiptEvidence: object(
    {
      salt: field(
        'string',
        'Muối ngẫu nhiên, 16 byte dạng hex',
        'Random salt, 16 bytes as hex',
        '9b1d5e0c7f2a4b6d8c3e1f0a5b7d9c2e',
      ),
      leaf: field(
        'string',
        'SHA-256 của byte 0 và e1|salt|receiptId|dossierCode|seq|contentHash|acceptedAt',
        'SHA-256 of a zero byte and e1|salt|receiptId|dossierCode|seq|contentHash|acceptedAt',
        LEAF,
      ),
      signature: field(
        'string',
        'Chữ ký Ed25519 trên 32 byte của leaf, base64',
        'Ed25519 over the 32 bytes of leaf, base64',
        SIGNATURE,
      ),
      key: field('string', 'Tên khoá công khai', 'Name of the public key', KEY_ID),
    },
    'Bằng chứng của biên nhận; null khi không có / Evidence of a receipt; null where there is none',
  ),
  EvidenceKey: object(
    {
      id: field('string', 'Tên khoá', 'Name of the key', KEY_ID),
      algorithm: field('string', 'Thuật toán', 'Algorithm', 'Ed25519'),
      pem: field('string', 'Khoá công khai (SPKI, PEM)', 'The public key (SPKI, PEM)', '-----BEGIN PUBLIC KEY-----…'),
    },
    'Khoá đang ký / The key that signs now',
  ),
  Evidence: object(
    {
      key: { $ref: '#/components/schemas/EvidenceKey' },
      anchors: list(anchor(), 'Mốc từng ngày đã kết thúc', 'The anchor of each day that is over'),
    },
    'Khoá công khai và mốc bằng chứng / The public key and the anchors',
  ),
} as const;

function anchor(): Schema {
  return object(
    {
      day: field('string', 'Ngày', 'Day', '2026-11-27'),
      block: field('integer', 'Khối cuối cùng của ngày; 0 = chưa có', 'The last block of the day; 0 = none yet', 1440),
      leaves: field('integer', 'Tổng số lá từ đầu chuỗi', 'Leaves from the beginning of the chain', 51_200),
      link: field('string', 'Mắt xích của khối đó', 'The link of that block', LEAF),
      signedAt: field('string', 'Lúc ký, UTC', 'When it was signed, UTC', '2026-11-27T17:00:31Z'),
      keyId: field('string', 'Tên khoá công khai', 'Name of the public key', KEY_ID),
      signature: field(
        'string',
        'Chữ ký Ed25519 trên a1|day|block|leaves|link|signedAt, base64',
        'Ed25519 over a1|day|block|leaves|link|signedAt, base64',
        SIGNATURE,
      ),
    },
    'Mốc đã ký của một ngày / The signed anchor of a day',
  );
}
