import type { Manners } from '#ledger';
import { readNetworks } from '#runtime';
import { textOf, type Values } from './values.ts';
import { WrongUsage } from './wrong-usage.ts';

const MOST_PER_SECOND = 1_000_000;
const LONGEST_NAME = 200;

type Written = { -readonly [member in keyof Manners]: Manners[member] };

/** Reads how the gateway is to deal with a client; only what was said. @throws WrongUsage */
export function readManners(values: Values): Manners {
  const manners: Written = { ...readLimits(values) };
  const said = (name: string): string | undefined => textOf(values, name);
  const name = said('name');
  if (name !== undefined) manners.name = readName(name);
  const destinations = said('destinations');
  if (destinations !== undefined) manners.destinations = destinations === 'all' ? null : listOf('--destinations', destinations);
  const networks = said('networks');
  if (networks !== undefined) manners.networks = networks === 'any' ? null : readNetworkList(networks);
  const errorCode = said('error-code');
  if (errorCode !== undefined) manners.errorCodeAsText = readErrorCode(errorCode);
  const closing = oneOf(values, 'closing-step', 'no-closing-step');
  if (closing !== undefined) manners.closingStep = closing;
  const destination = said('speaks-for');
  if (destination !== undefined) manners.speaksFor = destination === 'none' ? null : destination;
  return manners;
}

/** The entries of a list that is written with commas. @throws WrongUsage for an empty one */
export function listOf(option: string, text: string): string[] {
  const entries = [...new Set(text.split(',').map((entry) => entry.trim()))];
  if (entries.includes('')) throw new WrongUsage({ vi: `${option}: có mục trống`, en: `${option}: an entry is empty` });
  return entries;
}

function readName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (name.length > 0 && name.length <= LONGEST_NAME) return name;
  throw new WrongUsage({ vi: `--name: 1–${LONGEST_NAME} ký tự`, en: `--name: 1–${LONGEST_NAME} characters` });
}

function readLimits(values: Values): Pick<Manners, 'requestsPerSecond' | 'itemsPerSecond'> {
  const requests = readLimit(values, 'requests-per-second');
  const items = readLimit(values, 'items-per-second');
  if (values['unlimited'] !== true)
    return {
      ...(requests !== undefined && { requestsPerSecond: requests }),
      ...(items !== undefined && { itemsPerSecond: items }),
    };
  if (requests === undefined && items === undefined) return { requestsPerSecond: null, itemsPerSecond: null };
  throw new WrongUsage({
    vi: '--unlimited không đi cùng một giới hạn',
    en: '--unlimited does not go together with a limit',
  });
}

function readLimit(values: Values, name: string): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const limit = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST_PER_SECOND) return limit;
  throw new WrongUsage({
    vi: `--${name}: số nguyên từ 1 đến ${MOST_PER_SECOND}`,
    en: `--${name}: an integer from 1 to ${MOST_PER_SECOND}`,
  });
}

function readNetworkList(text: string): string[] {
  const written = listOf('--networks', text);
  const { faults } = readNetworks(written);
  if (faults.length === 0) return written;
  const named = faults.join(', ');
  throw new WrongUsage({
    vi: `--networks: ${named} không phải địa chỉ hay CIDR`,
    en: `--networks: ${named} is no address and no CIDR`,
  });
}

function readErrorCode(text: string): boolean {
  if (text === 'text' || text === 'number') return text === 'text';
  throw new WrongUsage({ vi: '--error-code là text hoặc number', en: '--error-code is text or number' });
}

function oneOf(values: Values, yes: string, no: string): boolean | undefined {
  if (values[yes] === true && values[no] === true)
    throw new WrongUsage({ vi: `Dùng --${yes} hoặc --${no}, không cả hai`, en: `Use --${yes} or --${no}, not both` });
  if (values[yes] === true) return true;
  return values[no] === true ? false : undefined;
}
