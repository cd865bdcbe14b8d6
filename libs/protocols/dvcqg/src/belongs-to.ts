import { ValidateBy, ValidateIf } from 'class-validator';
import type { Text } from '#runtime';

/** Where a setting belongs: `when` tells by the other settings, `write` says what would have to stand beside it. */
export interface Home<Settings> {
  readonly when: (settings: Settings) => boolean;
  readonly write: Text;
}

/** A setting that must be there where it belongs, and may be nowhere else. Its own rules tell what to write where it is missing. */
export function neededWhere<Settings>(home: Home<Settings>): PropertyDecorator {
  return both(
    ValidateIf((settings: Settings, value) => home.when(settings) || value !== undefined),
    refusedOutside(home),
  );
}

/** A setting that may be left out, and may be nowhere but where it belongs. */
export function allowedWhere<Settings>(home: Home<Settings>): PropertyDecorator {
  return both(
    ValidateIf((_: Settings, value) => value !== undefined),
    refusedOutside(home),
  );
}

function refusedOutside<Settings>({ when, write }: Home<Settings>): PropertyDecorator {
  return ValidateBy(
    { name: 'belongs', validator: { validate: (_, args) => args !== undefined && when(args.object as Settings) } },
    { message: `không dùng ở đây: bỏ đi, hoặc viết ${write.vi} / is not used here: leave it out, or write ${write.en}` },
  );
}

function both(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    decorators.forEach((decorate) => {
      decorate(prototype, property);
    });
  };
}
