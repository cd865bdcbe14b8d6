import { inPartners, PARTNERS, type Broken } from './broken-configurations.ts';

/** Broken in what a destination takes. */
export const BROKEN_POLICIES: readonly Broken[] = [
  {
    what: 'a rate below any, a wait that shrinks, and maintenance of which nothing is right',
    edits: inPartners(
      'serves: real',
      'rate: { perSecond: 0, burst: nhiều }\n    delayFactor: 0.5\n    maintenance: [{ days: [cn], from: "25:00", to: "04:00" }, { from: "22:00", to: 2026-12-05 }]',
    ),
    said: [
      [`${PARTNERS}:5:13: destinations[0].rate.perSecond`, 'phải là số, từ 0.2 đến 1000; đang là 0', 'perSecond: 10'],
      [`${PARTNERS}:5:27: destinations[0].rate.burst`, 'phải là số nguyên, từ 1 đến 10000; đang là "nhiều"', 'burst: 10'],
      [`${PARTNERS}:6:5: destinations[0].delayFactor`, 'phải là số, từ 1 đến 10; đang là 0.5', 'delayFactor: 2'],
      [`${PARTNERS}:7:21: destinations[0].maintenance[0].days`, 'sun, mon, tue, wed, thu, fri, sat', 'days: [sun]'],
      [`${PARTNERS}:7:33: destinations[0].maintenance[0].from`, 'phải là "HH:mm" hoặc "yyyy-MM-dd HH:mm"', 'from: "22:00"'],
      [`${PARTNERS}:7:80: destinations[0].maintenance[1].to`, 'phải là "HH:mm" hoặc "yyyy-MM-dd HH:mm"', 'to: "04:00"'],
    ],
  },
  {
    what: 'maintenance that never ends',
    edits: inPartners('serves: real', 'maintenance: [{ from: "08:00", to: "20:00" }, { from: "20:00", to: "08:00" }]'),
    said: [
      [
        `${PARTNERS}:5:5: destinations[0].maintenance`,
        'không chừa lúc nào để gửi',
        'maintenance: [{ days: [sun], from: "22:00", to: "04:00" }]',
      ],
    ],
  },
];
