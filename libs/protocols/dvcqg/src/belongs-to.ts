import { ValidateIf } from 'class-validator';
import { Fits, type Text } from '#runtime';

/** Where a setting belongs: `when` tells by the other settings, `write` says what would have to stand beside it. */
export interface Home<Settings> {
  readonly when: (settings: Settings) => boolean;
  readonly write: Text;
}

/** A setting that must be there where it belongs, and may be nowhere else. Its own rules tell what to write where it is missing. */
export function neededWhere<Settings extends object>(home: Home<Settings>): PropertyDecorator {
  return both(
    ValidateIf((settings: Settings, value) => home.when(settings) || value !== undefined),
    refusedOutside(home),
  );
}

/** A setting that may be left out, and may be nowhere but where it belongs. */
export function allowedWhere<Settings extends object>(home: Home<Settings>): PropertyDecorator {
  return both(
    ValidateIf((_: Settings, value) => value !== undefined),
    refusedOutside(home),
  );
}

function refusedOutside<Settings extends object>({ when, write }: Home<Settings>): PropertyDecorator {
  return Fits<Settings>({
    says: {
      vi: `không dùng ở đây: bỏ đi, hoặc viết ${write.vi}`,
      en: `is not used here: leave it out, or write ${write.en}`,
    },
    holds: (_, settings) => when(settings),
  });
}

function both(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    decorators.forEach((decorate) => {
      decorate(prototype, property);
    });
  };
}
