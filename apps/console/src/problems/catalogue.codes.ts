import type { ProblemEntry } from '#runtime';

/** Why something about the catalogue is not done. */
export const CATALOGUE_CODES = {
  'sync.unknown': {
    status: 404,
    title: { vi: 'Không có lần đồng bộ này', en: 'No such sync' },
    message: { vi: 'Không có lần đồng bộ danh mục nào mang mã này.', en: 'No sync of the catalogue has this id.' },
    next: { vi: 'Hãy xem danh sách các lần đồng bộ.', en: 'See the list of syncs.' },
  },
  'sync.no-source': {
    status: 409,
    title: { vi: 'Không có nguồn danh mục', en: 'There is no source' },
    message: {
      vi: 'Không có Cổng DVCQG nào đang ở chế độ live để đọc danh mục.',
      en: 'No national portal is live from which the catalogue could be read.',
    },
    next: {
      vi: 'Hãy đặt catalogue cho nơi nhận trong partners.yaml.',
      en: 'Set catalogue for the destination in partners.yaml.',
    },
  },
  'change.decided': {
    status: 409,
    title: { vi: 'Thay đổi đã được quyết định', en: 'The change is decided already' },
    message: {
      vi: 'Ít nhất một thay đổi không còn chờ: đã có hiệu lực, bị từ chối, hoặc được thay bằng thay đổi mới hơn.',
      en: 'At least one change waits no more: it is in force, was turned down, or a newer one has taken its place.',
    },
    next: { vi: 'Hãy tải lại danh sách thay đổi.', en: 'Load the list of changes again.' },
  },
  'change.outdated': {
    status: 409,
    title: { vi: 'Danh mục đã khác từ khi so sánh', en: 'The catalogue is another one since it was compared' },
    message: {
      vi: 'Thủ tục này đã được sửa sau khi thay đổi được ghi nhận; không thay đổi nào được thực hiện.',
      en: 'The procedure was changed after the change had been found; nothing was done.',
    },
    next: { vi: 'Hãy đồng bộ lại rồi quyết định.', en: 'Sync again, then decide.' },
  },
  'change.since': {
    status: 409,
    title: { vi: 'Có thay đổi mới hơn', en: 'There is a newer change' },
    message: {
      vi: 'Thủ tục này đã có thay đổi khác sau đó; không gì được hoàn tác.',
      en: 'The procedure was changed once more since; nothing was taken back.',
    },
    next: { vi: 'Hãy hoàn tác thay đổi mới hơn trước.', en: 'Take the newer change back first.' },
  },
} as const satisfies Record<string, ProblemEntry>;
