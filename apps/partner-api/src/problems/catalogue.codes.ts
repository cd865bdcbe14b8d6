import type { Entry } from './entry.ts';

/** Why the catalogue cannot answer. */
export const CATALOGUE_CODES = {
  'catalog.version-unknown': {
    status: 410,
    title: { vi: 'Không biết phiên bản này', en: 'The version is not known' },
    message: {
      vi: 'Giá trị changedSince không phải phiên bản mà cổng đã cấp cho danh sách này, hoặc đã mất sau khi khôi phục.',
      en: 'The value of changedSince is no version that the gateway gave out for this list, or it was lost by a restoration.',
    },
    next: {
      vi: 'Hãy bỏ changedSince để đọc lại cả danh sách, rồi giữ version mới.',
      en: 'Leave changedSince out, read the whole list again, and keep the new version.',
    },
  },
  'procedure.unknown': {
    status: 404,
    title: { vi: 'Không có thủ tục này', en: 'No such procedure' },
    message: {
      vi: 'Danh mục không có thủ tục mang mã này, hoặc đến ngày được hỏi chưa có.',
      en: 'The catalogue has no procedure of this code, or had none until that day.',
    },
    next: {
      vi: 'Hãy kiểm tra mã (dạng 1.001193) và ngày at, hoặc tìm trong GET /v1/catalog/procedures.',
      en: 'Check the code (in the form 1.001193) and the day at, or look in GET /v1/catalog/procedures.',
    },
  },
} as const satisfies Record<string, Entry>;
