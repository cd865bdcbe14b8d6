import type { ReactNode } from 'react';

/** What is wrong with what was typed into a field, said beside it. `id`: by which the field refers to it. */
export function FieldFault({ id, words }: { readonly id: string; readonly words: string }): ReactNode {
  return (
    <p className="field-fault small" id={id} role="alert">
      {words}
    </p>
  );
}
