import { isObject, type SentItem, type SentItems } from '#protocols';

const SERVICES: Readonly<Record<string, SentItem['kind']>> = { DongBoHoSoMC: 'record', CapNhatTienDoHoSoMC: 'step' };

/**
 * Takes apart what a system sent: the body of a push (`{service?, isUpdating?, data: […]}`), the bare list of the wrapper, or one item;
 * also as JSON in a text. Undefined where it is none of them; other services hold no items.
 */
export function readSentItems(content: unknown): SentItems | undefined {
  const plain = typeof content === 'string' ? parse(content) : content;
  if (Array.isArray(plain)) return collect(plain, undefined);
  if (!isObject(plain)) return undefined;
  const { service, data } = plain;
  if (Array.isArray(data)) {
    const kind = typeof service === 'string' ? SERVICES[service] : undefined;
    return typeof service === 'string' && kind === undefined ? NOTHING : collect(data, kind);
  }
  if (typeof service === 'string') return NOTHING;
  return collect([plain], undefined);
}

const NOTHING: SentItems = { items: [], unreadable: 0 };

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function collect(members: readonly unknown[], kind: SentItem['kind'] | undefined): SentItems {
  const items = members.flatMap((member): SentItem[] => {
    if (!isObject(member)) return [];
    const code = member['MaHoSo'];
    const itemKind = kind ?? kindOf(member);
    return typeof code !== 'string' || code.trim() === '' || itemKind === undefined
      ? []
      : [{ kind: itemKind, code, item: member }];
  });
  return { items, unreadable: members.length - items.length };
}

/** Without a service a record is known by its status, and a step by its time. */
function kindOf(item: Readonly<Record<string, unknown>>): SentItem['kind'] | undefined {
  if ('TrangThaiHoSo' in item) return 'record';
  return 'ThoiDiemXuLy' in item || 'NoiDungXuLy' in item ? 'step' : undefined;
}
