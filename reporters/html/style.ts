// The style sheet of the HTML report, for light, dark, narrow and printed pages.
import { VERDICTS } from '../../schemas/run/verdict.ts';
import { DRAWING_STYLE } from '../diagram/svg.ts';
import { cssVariables, DARK, LIGHT } from './palette.ts';

const tones = VERDICTS.map(
  (name) =>
    `.v-${name}{--tone-ink:var(--${name}-ink);--tone-paper:var(--${name}-paper);--tone-line:var(--${name}-line)}` +
    `.bar-${name}{fill:var(--${name}-line)}`,
).join('\n');

/** The whole style sheet. */
export const STYLE = `
:root{color-scheme:light dark;${cssVariables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${cssVariables(DARK)}}}
.v-none{--tone-ink:var(--muted);--tone-paper:transparent;--tone-line:var(--line)}
${tones}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;padding:1.5rem clamp(.9rem,3vw,2.5rem) 4rem;max-width:112rem;background:var(--paper);color:var(--ink);
  font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;overflow-wrap:break-word}
h1,h2,h3,h4{line-height:1.25;font-weight:600;text-wrap:balance}
h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.25rem);margin:.1rem 0 .6rem;letter-spacing:-.01em}
h1::first-letter{text-transform:uppercase}
h2{font-size:1.4rem;margin:3rem 0 .5rem;padding-top:1.25rem;border-top:1px solid var(--line)}
h3{font-size:1.1rem;margin:2rem 0 .6rem}
h4,h5{font-size:1rem;margin:0 0 .4rem}
p{margin:.4rem 0;max-width:75ch}
a{color:var(--link)}
code,pre{font-family:ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;font-size:.875em}
pre{margin:.3rem 0 .8rem;padding:.7rem .9rem;background:var(--raised);border:1px solid var(--line);border-radius:4px;
  white-space:pre-wrap;overflow-wrap:anywhere;max-height:28rem;overflow:auto}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1rem;margin:.5rem 0}
dt{color:var(--muted)}
dd{margin:0;max-width:85ch}
summary{cursor:pointer}
summary h3,summary h4{display:inline;font-size:1rem;margin:0}
.muted,.place,.gloss{color:var(--muted)}
.place{font-size:.875rem}
.original{display:block;font-weight:400;font-size:.9375rem;color:var(--muted);margin-top:.3rem;max-width:90ch;text-wrap:pretty}
.badge{display:inline-block;padding:0 .5rem;border:1px solid var(--tone-line);border-radius:3px;background:var(--tone-paper);
  color:var(--tone-ink);font-size:.8125rem;font-weight:600;line-height:1.5;white-space:nowrap}
.status{color:var(--tone-ink);font-size:.8125rem;font-weight:600;white-space:nowrap}
h3>.status{margin-left:.5rem}
.status.none{color:var(--muted);font-weight:400}
.mark{display:inline-block;font-size:.8125rem;font-weight:600;color:var(--inconclusive-ink);background:var(--inconclusive-paper);
  border:1px solid var(--inconclusive-line);border-radius:3px;padding:0 .35rem;white-space:nowrap}

[hidden]{display:none!important}
.skip{position:absolute;left:-100vw;top:.5rem;z-index:3;padding:.5rem .9rem;background:var(--paper);border:2px solid var(--link);border-radius:4px}
.skip:focus{left:1rem}
.off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.in{display:none}
:root:lang(kk) .in:lang(kk),:root:lang(ru) .in:lang(ru),:root:lang(en) .in:lang(en){display:inline}
button{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--paper);border:1px solid var(--muted);border-radius:4px;padding:.3rem .75rem;cursor:pointer}
button:hover{background:var(--raised)}
.languages{display:flex;gap:0;justify-content:flex-end;margin:0 0 1rem}
.languages button{border-radius:0;margin-left:-1px}
.languages button:first-child{border-radius:4px 0 0 4px}
.languages button:last-child{border-radius:0 4px 4px 0}
.languages button[aria-pressed=true]{background:var(--ink);color:var(--paper);border-color:var(--ink)}

nav:not(.languages){margin-top:1.3rem;padding:.7rem 1rem;background:var(--raised);border-radius:4px}
nav ul{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.75rem}

.act{max-width:58rem;margin:0 auto}
.act section{margin-top:2.25rem}
.act h2{margin-top:0}
.act h3{margin:1.4rem 0 .5rem}
.summary{border-top:6px solid var(--tone-line);padding-top:1.1rem}
.kind{color:var(--muted);margin:0;font-size:.8125rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase}
.bar{display:block;width:100%;height:.75rem;margin:1.1rem 0 .6rem;border-radius:3px}
.shares{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem;list-style:none;margin:0;padding:0}
.facts{grid-template-columns:minmax(8rem,12rem) minmax(0,1fr);gap:.45rem 1.5rem}
.facts dd{overflow-wrap:anywhere}
.facts ul{margin:0;padding-left:1.1rem}
.digest{font-size:.75rem;color:var(--muted);overflow-wrap:anywhere}
.editions{padding-left:1.4rem}
.editions li{margin:.5rem 0}
.editions .original{font-size:.875rem;margin:0}
.cause{margin:1.2rem 0;padding:1rem 1.25rem 1.1rem;border:1px solid var(--line);border-left:5px solid var(--tone-line);border-radius:4px}
.cause>h3{margin:0 0 .6rem;font-size:1.0625rem}
.cause>h3 .place{display:block;font-weight:400;margin-top:.15rem}
.cause .number{display:inline-block;min-width:1.5rem;color:var(--tone-ink)}
blockquote{margin:.6rem 0 .9rem;padding:.15rem 0 .15rem 1rem;border-left:3px solid var(--line);font-size:1.0625rem;max-width:75ch}
.failure{padding:.75rem 0 .25rem;border-top:1px solid var(--line)}
.failure>h4{margin:0 0 .35rem;font-weight:600}
.failure dl{grid-template-columns:minmax(6rem,9rem) minmax(0,1fr)}
.command{user-select:all}
.command span{display:inline-block;max-width:100%;overflow-wrap:anywhere;vertical-align:top}
.shown{margin:.5rem 0}
.shown>summary,.hidden-by>summary{color:var(--ink)}
.hidden-by{margin-top:.7rem;padding:.5rem .9rem;background:var(--inconclusive-paper);border-radius:4px}
.hidden-by>summary{color:var(--inconclusive-ink);font-weight:600}
.short{padding-left:1.2rem}
.short>li{margin:.55rem 0}
.signature{break-inside:avoid}
.blanks{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:1.4rem 2.5rem;margin-top:1.2rem}
.blanks div{display:flex;gap:.8rem;align-items:flex-end}
.blanks dd{flex:1;border-bottom:1px solid var(--ink);min-height:1.8rem}

.drawing{overflow-x:auto}
.annexes{margin-top:3.5rem}
.annexes:focus,.act:focus,.act section:focus,.finding:focus{outline:none}
.chapter{margin:2rem 0 .6rem}
.annex{border:1px solid var(--line);border-left:4px solid var(--tone-line,var(--line));border-radius:4px;margin:.5rem 0;background:var(--paper)}
.annex>summary{padding:.6rem .9rem}
.annex>summary:hover{background:var(--raised)}
.annex>summary h4,.annex>summary h3{font-size:1rem}
.annex>.body{padding:.2rem 1rem 1.1rem}
.annex[open]>summary{border-bottom:1px solid var(--line)}
.reached{scroll-margin-top:1rem}
summary .status{margin-left:.4rem}
.links{list-style:none;margin:.7rem 0 0;padding:0}
.links>li{margin:.35rem 0}
.places{margin:.3rem 0 0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;font-size:.875rem}
.search{display:flex;flex-wrap:wrap;gap:.6rem 1.25rem;align-items:end;margin:.8rem 0}
.search label{display:flex;flex-direction:column;font-size:.8125rem;color:var(--muted);max-width:100%}
.search select,.search input{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--paper);border:1px solid var(--muted);
  border-radius:4px;padding:.35rem .5rem;max-width:100%}
.search output{font-size:.875rem;color:var(--muted);padding-bottom:.4rem}
.found{list-style:none;margin:0;padding:0}
.found>li{padding:.4rem 0;border-top:1px solid var(--line)}
.cited a{font-size:.8125rem}
.whole{float:right;font-size:.8125rem}
table.plain{border-collapse:collapse;width:100%;font-size:.9375rem}
table.plain th,table.plain td{height:auto;padding:.45rem .7rem;background:none}
table.plain thead th{min-width:0;background:var(--raised);position:static;max-width:none}
table.plain th[scope=row]{position:static;min-width:0;max-width:none;font-weight:400;box-shadow:none}
.count{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.times td:last-child{min-width:9rem;width:26%;vertical-align:middle}
.time{display:block;width:100%;height:1rem}
.track{fill:var(--line)}
.term{stroke:var(--ink);stroke-width:2;vector-effect:non-scaling-stroke}

.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:4px}
table.steps{border-collapse:separate;border-spacing:0;width:100%;font-size:.875rem;line-height:1.4}
.table-title{margin:1rem 0 .5rem}
.table-title .cell{display:inline-flex;flex-direction:row;gap:.6rem;margin-left:1rem;padding:.1rem .6rem;font-size:.875rem;font-weight:400;
  border:1px solid var(--tone-line);border-radius:3px}
th,td{border-top:1px solid var(--line);border-left:1px solid var(--line);text-align:left;vertical-align:top}
tr>:first-child{border-left:0}
th{font-weight:600;padding:.5rem .6rem;background:var(--raised)}
thead th{min-width:9.25rem}
th[scope=row],thead th:first-child{position:sticky;left:0;z-index:1;min-width:9.5rem;max-width:9.5rem;hyphens:auto;
  box-shadow:1px 0 0 var(--line)}
th .gloss{display:block;font-weight:400;font-size:.8125rem}
td{height:1px;padding:0;background:var(--tone-paper)}
.cell{display:flex;flex-direction:column;gap:.3rem;height:100%;padding:.55rem .65rem .5rem;color:inherit;text-decoration:none;
  border-top:3px solid var(--tone-line)}
div.cell{border-top-color:transparent}
.cell .gloss{font-size:.8125rem}
td:not(.v-none) .gloss{color:var(--tone-ink)}
.cell .status{margin-top:auto;padding-top:.35rem}
.cell .mark{align-self:flex-start}
a.cell:hover .status,a.cell[aria-current] .status{text-decoration:underline;text-underline-offset:.2em}
a.cell[aria-current]{box-shadow:inset 0 0 0 2px var(--tone-line)}
a.cell:focus-visible{outline-offset:-3px}
th .cell{padding:.25rem 0 0;border:0;font-weight:400}

.panel{display:none;margin:.8rem 0 1.2rem;padding:1rem 1.2rem;border:1px solid var(--line);border-left:4px solid var(--link);
  border-radius:4px;scroll-margin-top:min(16rem,30vh)}
.panel.open{display:block}
.panel:focus{outline:none}
.panel .back{float:right;margin:0}
.quote{font-size:1.0625rem}
.note{margin:.7rem 0;padding:.5rem .9rem;background:var(--raised);border-radius:4px}
.note p{margin:0}
.clause{margin:1rem 0}
.item{padding:.45rem .75rem;border-left:4px solid var(--tone-line);margin:.35rem 0;background:var(--raised)}
.item .status{margin-left:.35rem}

.finding,.exchange,.erratum{border-top:1px solid var(--line);padding:.45rem .2rem}
.finding>dl,.exchange>.body,.erratum>dl{margin:.5rem 0 .8rem 1.1rem}
.finding .title{margin:0 .35rem}
.evidence{margin:0;padding:0;list-style:none}
.evidence .body{margin:.4rem 0 .8rem;padding-left:.8rem;border-left:2px solid var(--line)}

@media (max-width:40rem){
  dl{grid-template-columns:minmax(0,1fr);gap:0}
  dd{margin-bottom:.45rem}
  .facts dd{margin:0 0 .5rem}
  th[scope=row],thead th:first-child{min-width:7.25rem;max-width:7.25rem;font-size:.78rem;padding:.45rem}
  thead th{min-width:9.5rem}
    .finding>dl,.exchange>.body,.erratum>dl{margin-left:.4rem}
  .facts,.failure dl{grid-template-columns:minmax(0,1fr)}
  .languages{justify-content:stretch}
  .languages button{flex:1}
  .cause{padding:.8rem .8rem}
}
${DRAWING_STYLE}
@media print{
  @page{size:A4 portrait;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#57606a}}
  :root{color-scheme:light;${cssVariables(LIGHT)}}
  *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
  html{font-size:9pt}
  body{padding:0;max-width:none;line-height:1.4}
  nav,.languages,.search,.back,.skip,.needs-script,.panel:not(.open),.annex:not([open]),.chapter:not(:has(+.annex[open])),.annexes:not(:has(.annex[open])){display:none!important}
  .act{max-width:none}
  .act section{margin-top:1.1rem}
  h1{font-size:17pt}
  h2{font-size:12pt;break-after:avoid;margin-top:1.2rem;padding-top:.6rem}
  h3,h4{break-after:avoid}
  .cause{padding:.6rem .8rem;break-inside:auto}
  .failure{break-inside:avoid}
  .failure:has(.shown){break-inside:auto}
  blockquote,.facts>dd,tr,.finding,.item{break-inside:avoid}
  .shown::details-content,.finding::details-content,.clause::details-content{content-visibility:visible;display:block;height:auto}
  .hidden-by:not([open])>summary{list-style:none}
  .annexes{break-before:page;margin:0}
  .scroll{overflow:visible;border:1px solid var(--line)}
  table.steps{table-layout:fixed;font-size:6pt;line-height:1.3}
  table.steps th,table.steps td{min-width:0;max-width:none;position:static;box-shadow:none;hyphens:auto;overflow-wrap:anywhere}
  table.steps th{padding:2pt}
  .cell{padding:2pt;gap:1pt}
  .cell .status,.cell .gloss,.cell .mark,th .gloss{font-size:5.5pt;white-space:normal}
  .exchange:not([open]){display:none}
  pre{max-height:none;font-size:7.5pt;padding:.4rem .6rem;margin:.2rem 0 .4rem}
  a{color:inherit;text-decoration:none}
}
`;
