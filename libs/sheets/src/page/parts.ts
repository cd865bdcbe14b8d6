import type { Text } from '#runtime';
import { html, type Markup } from '../markup.ts';

/** Vietnamese, and English beside it. */
export function both({ vi, en }: Text): Markup {
  return html`${vi} <span lang="en">${en}</span>`;
}

/** A part of the sheet under its heading. */
export function section(title: Text, ...content: readonly Markup[]): Markup {
  return html`<section>
    <h2>${both(title)}</h2>
    ${content}
  </section> `;
}

interface Columns {
  readonly heads: readonly Text[];
  readonly numeric?: readonly number[];
  readonly whole?: readonly number[];
}

/** A table; without rows, a sentence in its place. `numeric`: columns of numbers; `whole`: columns whose cells are not broken. */
export function table(
  { heads, numeric = [], whole = [] }: Columns,
  rows: readonly (readonly (Markup | string | number)[])[],
  nothing: Text,
): Markup {
  if (rows.length === 0) return html`<p class="none">${both(nothing)}</p>`;
  const kind = (column: number): string => (numeric.includes(column) ? 'number' : whole.includes(column) ? 'whole' : 'text');
  const head = heads.map((text, column) => html`<th scope="col" class="${kind(column)}">${both(text)}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell, column) => html`<td class="${kind(column)}">${cell}</td>`)}
      </tr> `,
  );
  const label = heads.map(({ vi }) => vi).join(', ');
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** Numbers that are looked at first; what asks for attention is marked by its border and by a sign, and not by colour alone. */
export function figures(
  rows: readonly { readonly text: Text; readonly value: number | string; readonly isUrgent?: boolean }[],
): Markup {
  const one = rows.map(
    ({ text, value, isUrgent = false }) =>
      html`<div class="${isUrgent ? 'figure urgent' : 'figure'}">
        <dt>${both(text)}</dt>
        <dd>${isUrgent ? '▲ ' : ''}${value}</dd>
      </div> `,
  );
  return html`<dl class="figures">${one}</dl> `;
}
