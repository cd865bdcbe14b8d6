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
    {
      vi: `${String(items.same)} mục khớp với lá, ${String(items.erased)} mục đã xoá nội dung`,
      en: `${String(items.same)} items agree with their leaves, ${String(items.erased)} are erased`,
    },
    ...broken.map(({ code, vi, en }) => ({ vi: `✗ ${code}: ${vi}`, en })),
    verdict,
  ];
}
