// The style sheet of the pages, for light, dark and narrow screens.

const LIGHT = `--ink:#1b232b;--paper:#fff;--raised:#f3f5f8;--line:#c9d1da;--muted:#55606c;--link:#0a5593;--main:#0a5593;--on-main:#fff;
--good:#14532d;--good-paper:#e8f5ec;--bad:#8b1a13;--bad-paper:#fdeae8;--now:#fff5d9;--now-line:#a8760a`;
const DARK = `--ink:#e4e8ed;--paper:#13181d;--raised:#1c232b;--line:#3c4651;--muted:#a6b0bc;--link:#85bbf6;--main:#85bbf6;--on-main:#0c1218;
--good:#b4e6c3;--good-paper:#173322;--bad:#ffc4be;--bad-paper:#451a18;--now:#3a2e10;--now-line:#cf9d33`;

/** The whole style sheet. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{scroll-padding-bottom:4rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",Arial,sans-serif;overflow-wrap:anywhere}
header,main,footer,.logins,.clock{padding-inline:clamp(1rem,4vw,3rem)}
header{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:center;padding-block:.7rem;border-bottom:1px solid var(--line)}
header nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
.brand{font-weight:700;letter-spacing:.01em;color:var(--ink);text-decoration:none}
.languages{margin-inline-start:auto}
[aria-current]{font-weight:600}
nav [aria-current]{text-decoration:none;color:var(--ink)}
.logins{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding-block:.45rem;background:var(--raised);border-bottom:1px solid var(--line);font-size:.9375rem}
.logins>span{color:var(--muted)}
.logins ul{display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;margin:0;padding:0;list-style:none}
main{max-width:78rem;margin-inline:auto;padding-block:1.5rem 2rem}
h1{font-size:clamp(1.4rem,1.1rem + 1.6vw,2.1rem);line-height:1.2;margin:.1rem 0 .8rem;text-wrap:balance}
h1::first-letter,.kicker::first-letter,h3::first-letter,.awaited::first-letter,.state::first-letter,.ways a::first-letter,.presses button::first-letter,summary::first-letter,td::first-letter,.flow strong::first-letter,.exchanges strong::first-letter,.messages small::first-letter{text-transform:uppercase}
h2{font-size:1.15rem;line-height:1.3;margin:0 0 .6rem}
h3{font-size:1rem;margin:0 0 .4rem}
.kicker{margin:0;color:var(--muted);font-size:.9375rem;max-width:70ch}
.lede{font-size:1.0625rem;max-width:72ch;margin-top:0}
section{margin:0 0 1.75rem}
a{color:var(--link)}
small,.muted{color:var(--muted)}
code{font-family:ui-monospace,SFMono-Regular,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
:focus-visible{outline:3px solid var(--now-line);outline-offset:2px;border-radius:3px}
.skip{position:absolute;inset-inline-start:-200vw;background:var(--paper);padding:.5rem 1rem;border:2px solid var(--link)}
.skip:focus{inset-inline-start:1rem;z-index:1}
button,.button{display:inline-block;font:inherit;line-height:1.35;color:var(--link);background:var(--paper);border:1px solid var(--link);border-radius:6px;padding:.5rem 1rem;cursor:pointer;text-decoration:none;text-align:start}
button:hover,.button:hover{background:var(--raised)}
button.main,.button.main{background:var(--main);border-color:var(--main);color:var(--on-main)}
button.main small,.button.main small{color:inherit}
button.main:hover,.button.main:hover{filter:brightness(1.08);background:var(--main)}
button.quiet{border-color:var(--line);color:var(--muted)}
.press{display:inline-block;margin:0 .5rem .5rem 0}
.presses{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.6rem 0}
.presses .press{margin:0}
label{display:block;margin:0 0 .75rem;font-weight:500;max-width:32rem}
input,select,textarea{display:block;width:100%;font:inherit;font-weight:400;color:var(--ink);background:var(--paper);border:1px solid var(--muted);border-radius:6px;padding:.45rem .6rem;margin-top:.2rem;min-width:0}
input[readonly]{background:var(--raised)}
.check{display:flex;gap:.6rem;align-items:baseline;font-weight:400}
.check input{width:auto;margin:0;flex:none}
fieldset{border:1px solid var(--line);border-radius:6px;margin:0 0 .9rem;padding:.6rem .9rem .1rem;max-width:40rem}
legend{padding:0 .3rem;font-weight:500}
summary{cursor:pointer;color:var(--link);margin-bottom:.5rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 2.5rem;align-items:start}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:1rem}
.card{border:1px solid var(--line);border-radius:8px;padding:1rem 1.1rem}
.card p{margin:0 0 .5rem;font-size:.875rem}
.ways{margin:0;padding-inline-start:1.1rem}
.ways li{margin:.25rem 0}
.ways a{display:inline-block}
.first,.next,.payment{background:var(--raised);border-radius:8px;padding:1rem 1.25rem;border-inline-start:4px solid var(--main)}
.first-steps{margin:.2rem 0 1rem;padding-inline-start:1.3rem}
.notice{padding:.7rem 1rem;border-radius:6px;margin:0 0 1.25rem;border:1px solid}
.notice.done{background:var(--good-paper);color:var(--good)}
.notice.refused{background:var(--bad-paper);color:var(--bad)}
.state{font-weight:600;margin:.2rem 0 .8rem}
.state.completed,.state.authorised,.good{color:var(--good)}
.state.refused,.bad,.broken{color:var(--bad)}
.bad small,.broken code{color:inherit}
.awaited{font-weight:600;margin:0 0 .6rem}
.particulars{display:grid;grid-template-columns:minmax(7rem,max-content) minmax(0,1fr);gap:.3rem 1rem;margin:0 0 1rem}
.particulars dt{color:var(--muted)}
.particulars dd{margin:0}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:start;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{font-weight:500;color:var(--muted)}
td small{display:block}
.wide{overflow-x:auto}
.wide td,.wide th{min-width:6rem}
.tag{display:inline-block;font-size:.8125rem;border:1px solid var(--line);border-radius:4px;padding:0 .35rem;margin:.1rem 0}
.messages,.exchanges{margin:0;padding:0;list-style:none}
.messages li,.exchanges li{padding:.5rem 0 .5rem .75rem;border-inline-start:3px solid var(--line);margin-bottom:.6rem}
.messages li.bad,.exchanges li.bad{border-color:var(--bad)}
.messages time{color:var(--muted);font-size:.875rem;display:block}
.messages small{display:block}
.exchanges code{display:block;white-space:pre-wrap}
.screens{display:flex;flex-wrap:wrap;gap:.3rem;margin:0 0 1.5rem;padding:0;list-style:none;counter-reset:screen;font-size:.8125rem}
.screens li{flex:1 1 7rem;border-top:4px solid var(--line);padding:.3rem .3rem 0 0;color:var(--muted)}
.screens span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.screens li.done{border-color:var(--main)}
.screens li[aria-current]{border-color:var(--now-line);color:var(--ink)}
.flow{margin:0;padding:0;list-style:none}
.flow>li{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem;margin-bottom:.5rem}
.flow>.ahead{color:var(--muted)}
.flow>.done{border-inline-start:4px solid var(--good)}
.flow>.now{background:var(--now);border-color:var(--now-line);border-inline-start-width:4px}
.flow>.now .muted{color:var(--ink)}
.flow>.condition{border-style:dashed;margin-inline-start:1.5rem}
.flow ul{margin:.2rem 0 0;padding-inline-start:1.1rem;font-size:.9375rem}
.taken{font-weight:600}
progress{width:min(100%,16rem);accent-color:var(--now-line)}
.term::before{content:"· "}
#counterparties-form{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,14rem),1fr));gap:0 1rem;align-items:end}
#counterparties-form button{justify-self:start;margin-bottom:.75rem}
.cell ul{margin:0 0 1rem;padding-inline-start:1.1rem}
.cell li{margin:.4rem 0}
.cell button{padding:.15rem .6rem;font-size:.875rem}
.try{border:1px dashed var(--line);border-radius:6px;padding:.7rem 1rem;margin-bottom:.8rem}
.clock{position:sticky;bottom:0;display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;align-items:center;background:var(--raised);border-top:1px solid var(--line);padding-block:.5rem;font-size:.9375rem}
.clock p{margin:0}
.clock .press{margin:0}
.clock button{padding:.25rem .7rem}
footer{border-top:1px solid var(--line);padding-block:1rem;color:var(--muted);font-size:.875rem}
.times time{white-space:nowrap}
@media (max-width:40rem){.screens li{flex:1 1 1rem;padding:0}.screens li:not([aria-current]) span{display:none}.screens li[aria-current]{flex-basis:100%;padding-top:.3rem}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}tbody,table{display:block}tr{display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}td{border:0;padding:0}td:first-child{flex-basis:100%}.clock{position:static}.languages{margin-inline-start:0}.particulars{grid-template-columns:1fr;gap:0}.particulars dd{margin-bottom:.4rem}}
`;

/** The icon of the pages. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a5593"/><path d="M4 12V4h5a2.5 2.5 0 0 1 0 5H4m4 0 4 3" fill="none" stroke="#fff" stroke-width="1.8"/></svg>`;
