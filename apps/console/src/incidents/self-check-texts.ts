import type { BrokenInvariant, IncidentSample } from '#ledger';
import type { Text } from '#runtime';

/** What each self-check looks for. */
const CHECKS: Readonly<Record<string, Text>> = {
  leases: { vi: 'làn do tiến trình đã mất giữ', en: 'leases of a process that is gone' },
  hints: { vi: 'đã báo qua RabbitMQ mà không ai nhận gửi', en: 'hinted by RabbitMQ and never claimed' },
  times: {
    vi: 'lượt sau hoặc hạn giữ làn ở quá xa trong tương lai',
    en: 'the next turn of a lane or the end of its lease lies too far ahead',
  },
  unclaimed: { vi: 'đến hạn mà không ai gửi', en: 'due, and nobody calls the destination' },
  doubts: { vi: 'quá lâu không rõ đã đến nơi chưa', en: 'for too long nobody knows whether it arrived' },
  invariants: { vi: 'làn và mục không khớp nhau', en: 'lanes and items do not fit together' },
  clocks: { vi: 'các đồng hồ lệch nhau', en: 'clocks do not agree' },
  sessions: { vi: 'phiên đã hết mà có việc chờ', en: 'a session ended although something waits' },
  certificates: { vi: 'chứng thư TLS sắp hết hạn', en: 'a certificate is near its end' },
  catalogue: {
    vi: 'danh sách thủ tục của cổng thiếu hoặc ngắn bất thường',
    en: 'the list of procedures of the portal is missing or much too short',
  },
  syncs: {
    vi: 'lần đồng bộ danh mục hơn một ngày chưa xong',
    en: 'a sync of the catalogue is not over after more than a day',
  },
  undecided: {
    vi: 'hồ sơ còn mở của đơn vị bị chia tách chưa có quyết định bàn giao; không việc gửi nào phải đợi',
    en: 'open dossiers of a divided unit that nobody has handed over; no delivery waits for it',
  },
  score: {
    vi: 'không tính được điểm 766 của một kỳ; con số đang hiện là của lần tính trước',
    en: 'the score of a period could not be computed; what is shown is of the run before',
  },
  calendar: {
    vi: 'lịch ngày làm việc chưa có năm sắp tới; cần thêm vào config/calendars/vn.csv',
    en: 'the calendar of working days lacks the year that comes; it is to be added to config/calendars/vn.csv',
  },
  caps: { vi: 'sắp hết chỗ', en: 'something is near its cap' },
};

const INVARIANTS: Readonly<Record<BrokenInvariant['invariant'], Text>> = {
  'idle-with-work': { vi: 'làn nghỉ dù còn việc', en: 'a lane rests although there is work' },
  'due-without-time': { vi: 'làn đến hạn mà không có thời điểm', en: 'a lane is due at no time' },
  'leased-by-nobody': { vi: 'làn được giữ mà không rõ ai giữ', en: 'a lane is leased by nobody' },
  'lease-left-behind': { vi: 'làn không ai giữ mà còn thời hạn giữ', en: 'a lease was left behind' },
  'waits-without-cause': { vi: 'làn chờ mà không có nguyên nhân', en: 'a lane waits without a cause' },
  'waits-for-nothing': { vi: 'làn chờ một mục không còn mở', en: 'a lane waits for an item that is not open' },
  'waits-unseen': { vi: 'làn chờ mà không có sự cố nào đang mở', en: 'a lane waits and no incident is open' },
  'acknowledged-too-much': { vi: 'làn ghi đã nhận nhiều hơn đã gửi', en: 'more is acknowledged than was sent' },
  'item-without-lane': { vi: 'mục không có trong làn', en: 'an item is not in its lane' },
  'dossier-without-lane': { vi: 'hồ sơ không có làn ở nơi nhận', en: 'a dossier has no lane at the destination' },
};

/** What a look at the whole saw: the check and what was measured, in fixed words and numbers, and the dossiers that it named. */
export function saySeen(check: string | null, { facts, dossiers }: IncidentSample): Text {
  const [first = ''] = facts.split(' ');
  const said = [textIn(CHECKS, check ?? ''), textIn(INVARIANTS, first)].filter((text) => text !== undefined);
  const list = dossiers.join(', ');
  return {
    vi: [...said.map(({ vi }) => capital(vi)), `Thấy: ${facts}.`, ...(list === '' ? [] : [`Hồ sơ: ${list}.`])].join(' '),
    en: [...said.map(({ en }) => capital(en)), `Seen: ${facts}.`, ...(list === '' ? [] : [`Dossiers: ${list}.`])].join(' '),
  };
}

function textIn(texts: Readonly<Record<string, Text>>, name: string): Text | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
