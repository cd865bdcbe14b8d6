/** How the page looks on a screen and on A4. Fonts of the system that have all Vietnamese marks; nothing is loaded. */
export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 16px; max-width: 210mm; background: #fff; color: #16202b;
  font: 13px/1.45 "Segoe UI", "Noto Sans", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
span[lang="en"] { color: #56616d; font-size: .85em; font-weight: 400; }
header { border-bottom: 2px solid #16202b; margin-bottom: 12px; padding-bottom: 8px; }
h1 { font-size: 20px; line-height: 1.25; margin: 0 0 2px; }
.of { font-size: 16px; font-weight: 600; margin: 0; }
.when { margin: 2px 0 0; }
h2 { font-size: 14px; margin: 14px 0 6px; border-left: 4px solid #0b5cad; padding-left: 6px; }
h3 { font-size: 13px; margin: 8px 0 4px; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); gap: 6px; margin: 0; }
.figure { border: 1px solid #c3ccd6; border-radius: 4px; padding: 4px 8px; break-inside: avoid; display: flex; flex-direction: column; justify-content: space-between; }
.figure dt { font-size: 11.5px; line-height: 1.3; }
.figure dt span { display: block; }
.figure dd { margin: 2px 0 0; font-size: 18px; font-weight: 600; font-variant-numeric: tabular-nums; }
.figure.urgent { border: 2px solid #b3261e; }
.figure.urgent dd { color: #b3261e; }
table { border-collapse: collapse; width: 100%; margin: 4px 0 8px; }
th, td { border: 1px solid #c3ccd6; padding: 3px 6px; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { background: #eef2f6; font-size: 11.5px; line-height: 1.3; }
th span { display: block; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number, td.whole { white-space: nowrap; }
td span { display: block; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.late { color: #b3261e; font-weight: 600; }
.none { margin: 2px 0; color: #3c4753; }
footer { border-top: 1px solid #c3ccd6; margin-top: 14px; padding-top: 6px; font-size: 11.5px; }
footer p { margin: 2px 0; }
@page { size: A4; margin: 12mm; }
@media print { body { padding: 0; max-width: none; font-size: 10.5px; } h2 { break-after: avoid; } }
@media (max-width: 600px) { body { padding: 8px; } .scroll { overflow-x: auto; } }
`;
