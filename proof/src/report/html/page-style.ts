/**
 * Colours of lines are those of Okabe and Ito, which people with any of the usual colour blindnesses tell apart; each
 * also has a dash of its own. The dark ones are the same hues, lighter.
 */
const DARK = `
  color-scheme: dark; --page: #14171a; --card: #1d2125; --text: #e8eaed; --soft: #a9b1b9; --edge: #3a4149;
  --grid: #2e343a; --band: #d9a441; --good: #56c7a4; --bad: #ff8a70; --open: #f0c040; --bar: #6fb7e9;
  --s1: #6fb7e9; --s2: #f2a93b; --s3: #4fcfa5; --s4: #e79cc7; --s5: #f0e442; --s6: #c9ccd1;
`;

export const STYLE = `
:root {
  color-scheme: light; --page: #f5f6f7; --card: #ffffff; --text: #1b1f23; --soft: #57606a; --edge: #c9d0d6;
  --grid: #e4e8eb; --band: #b7791f; --good: #00694d; --bad: #b3261e; --open: #7a5200; --bar: #0072b2;
  --s1: #0072b2; --s2: #d55e00; --s3: #00795a; --s4: #a64d83; --s5: #8a6d00; --s6: #444b52;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${DARK} } }
:root[data-theme="dark"] { ${DARK} }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 1180px; margin: 0 auto; padding: 0 16px; }
header { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding-top: 16px; }
h1 { font-size: 1.5rem; margin: 0; } h1 small { font-size: .95rem; font-weight: 400; color: var(--soft); }
h2 { font-size: 1.15rem; margin: 28px 0 6px; } h3 { font-size: 1rem; margin: 0; }
button { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--edge); border-radius: 6px;
  padding: 6px 12px; cursor: pointer; flex: none; }
:focus-visible { outline: 2px solid var(--s1); outline-offset: 2px; }
.note, figcaption p, .empty { color: var(--soft); margin: 2px 0 8px; }
code, pre { font: .87em/1.45 ui-monospace, monospace; } code { overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 12px; margin: 8px 0; background: var(--page); border: 1px solid var(--edge);
  border-radius: 6px; }
.verdict { background: var(--card); border: 1px solid var(--edge); border-left: 8px solid var(--open); border-radius: 8px;
  padding: 12px 18px; margin-top: 14px; overflow-wrap: anywhere; }
.verdict.good { border-left-color: var(--good); } .verdict.bad { border-left-color: var(--bad); }
.verdict p { margin: 4px 0; } .word { font-size: 1.6rem; } .facts { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 8px 0; }
.facts div { display: flex; gap: 6px; } dt { color: var(--soft); } dd { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 14px 0 0; }
.tiles div { display: flex; flex-direction: column-reverse; justify-content: flex-end; background: var(--card);
  border: 1px solid var(--edge); border-radius: 8px; padding: 8px 14px; }
.tiles dd { font-size: 1.5rem; font-variant-numeric: tabular-nums; } .tiles dt { font-size: .87rem; line-height: 1.3; }
.badge { font-weight: 600; white-space: nowrap; } .badge.good { color: var(--good); } .badge.bad { color: var(--bad); }
.badge.open { color: var(--open); } .badge.none { color: var(--soft); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px; border-bottom: 1px solid var(--grid);
  overflow-wrap: anywhere; min-width: 3.5em; }
tbody tr:last-child > * { border-bottom: 0; } thead th { color: var(--soft); font-weight: 600; font-size: .87rem; }
th { overflow-wrap: normal; } tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th.number { white-space: normal; } .values p { margin: 0 0 6px; color: var(--soft); }
td code { display: inline-block; min-width: 10em; } .findings code { display: inline; }
.findings { margin: 6px 0 0; padding-left: 18px; color: var(--bad); }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 0 16px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 16px; }
.chart { display: flex; flex-direction: column; margin: 0; min-width: 0; background: var(--card);
  border: 1px solid var(--edge); border-radius: 8px; padding: 12px 14px; }
.chart figcaption p { font-size: .87rem; line-height: 1.4; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; margin: 0 0 6px; padding: 0; font-size: .87rem; }
.legend svg { width: 30px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.stage { position: relative; max-width: 620px; } .stage svg { display: block; overflow: visible; width: 100%; height: auto; touch-action: pan-y; }
.tip { position: absolute; top: 24px; pointer-events: none; background: var(--card); border: 1px solid var(--edge);
  border-radius: 6px; padding: 4px 9px; font-size: .82rem; line-height: 1.4; max-width: 60%; box-shadow: 0 2px 8px #0004; white-space: pre-line; }
.values summary, details summary { cursor: pointer; padding: 6px 0; } .values { font-size: .87rem; }
.values .scroll { max-height: 280px; overflow-y: auto; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); stroke-dasharray: 7 4; } .s3 { stroke: var(--s3); stroke-dasharray: 2 4; }
.s4 { stroke: var(--s4); stroke-dasharray: 10 3 2 3; } .s5 { stroke: var(--s5); stroke-dasharray: 4 2; }
.s6 { stroke: var(--s6); stroke-dasharray: 1 6; }
.bar { fill: var(--bar); } .band { fill: var(--band); opacity: .14; } .mark { fill: var(--soft); }
.wide { stroke-width: 7; opacity: .4; stroke-dasharray: none; stroke-linecap: butt; }
.envelope { fill: var(--s2); opacity: .3; } .expected, .limit { stroke: var(--s2); stroke-width: 2; fill: none; }
.limit { stroke-dasharray: 6 4; } .edge { stroke: var(--s2); stroke-dasharray: 2 3; }
.grid { stroke: var(--grid); } .axis { stroke: var(--soft); } .cross { stroke: var(--text); stroke-dasharray: 2 2; }
.tick { fill: var(--soft); font-size: 11.5px; } .tick.x { text-anchor: middle; } .tick.y, .tick.end { text-anchor: end; }
@media (max-width: 560px) { .tick { font-size: 15px; } .tick.x:not(.mark), .tick.end { transform: translateY(4px); } th, td { padding: 6px 7px; } td code { min-width: 8em; } .tip { max-width: 75%; } }
@media print { button, .values { display: none; } .chart, section { break-inside: avoid; } }
`;
