import type { Text } from '#runtime';
import type { Verified } from './verify.ts';

/** What a verification found, as lines for people: the first broken place first. */
export function showVerified({ blocks, leaves, anchors, receipts, items, broken, faults }: Verified): Text[] {
  const [n, m] = [faults, broken.length].map(String);
  const more =
    faults > broken.length
      ? { vi: ` (hiện ${String(m)} chỗ đầu)`, en: ` (the first ${String(m)} are shown)` }
      : { vi: '', en: '' };
  const verdict =
    faults === 0
      ? { vi: 'Nguyên vẹn.', en: 'Whole.' }
      : { vi: `HỎNG ở ${String(n)} chỗ${more.vi}.`, en: `BROKEN in ${String(n)} places${more.en}.` };
  return [
    {
      vi: `${String(blocks)} khối, ${String(leaves)} lá, ${String(anchors)} mốc ngày, ${String(receipts)} biên nhận có trong chuỗi`,
      en: `${String(blocks)} blocks, ${String(leaves)} leaves, ${String(anchors)} anchors of days, ${String(receipts)} receipts met`,
    },
    ...showItems(items),
    ...broken.map(({ code, vi, en }) => ({ vi: `✗ ${code}: ${vi}`, en })),
    verdict,
  ];
}

/** A file of evidence alone holds no items: nothing is said of them then. */
function showItems({ same, erased }: Verified['items']): Text[] {
  if (same + erased === 0) return [];
  return [
    {
      vi: `${String(same)} mục khớp với lá, ${String(erased)} mục đã xoá nội dung`,
      en: `${String(same)} items agree with their leaves, ${String(erased)} are erased`,
    },
  ];
}
