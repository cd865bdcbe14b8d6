const HIGH_BIT = 0x80;

/** Natural numbers below 2^53 as bytes: seven bits each, the last byte of a number without the high bit. */
export function writeVarints(numbers: readonly number[]): Buffer {
  const bytes: number[] = [];
  for (const number of numbers) {
    let rest = number;
    for (; rest >= HIGH_BIT; rest = Math.floor(rest / HIGH_BIT)) bytes.push((rest % HIGH_BIT) + HIGH_BIT);
    bytes.push(rest);
  }
  return Buffer.from(bytes);
}

/** The numbers again, from bytes that `writeVarints` made. */
export function readVarints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let number = 0;
  let factor = 1;
  for (const byte of bytes) {
    number += (byte % HIGH_BIT) * factor;
    factor *= HIGH_BIT;
    if (byte >= HIGH_BIT) continue;
    numbers.push(number);
    number = 0;
    factor = 1;
  }
  return numbers;
}
