import type { DemoDoor } from './communes.ts';
import type { Door, DoorAddress } from './door.ts';
import { NationalDoor, WrapperDoor } from './national-door.ts';
import { NativeDoor } from './native-door.ts';

const DOORS = {
  native: NativeDoor,
  national: NationalDoor,
  wrapper: WrapperDoor,
} as const satisfies Record<DemoDoor, new (at: DoorAddress) => Door>;

/** The door through which a commune's system sends. */
export function openDoor(at: DoorAddress): Door {
  return new DOORS[at.commune.door](at);
}
