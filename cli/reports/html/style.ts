import { DARK, LIGHT, properties } from "./palette.js";

/** The page's only style sheet. Narrow screens first; a wide one has the headings of sections in the margin. */
export const STYLE = `
:root{color-scheme:light dark;${properties(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{${properties(DARK)}}}
@media print{:root{color-scheme:light;--paper:#fff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1.25rem 4rem;background:var(--paper);color:var(--ink);
 font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;overflow-wrap:anywhere}
h1,h2,.figure{font-family:Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Georgia,"Liberation Serif","DejaVu Serif",serif;font-weight:400;line-height:1.15}
h1{font-size:clamp(2.25rem,7vw,3.75rem);margin:.25rem 0 1rem;letter-spacing:-.01em}
h2{font-size:1.5rem;margin:0 0 1rem}
h3{font-size:1rem;font-weight:600;margin:1.5rem 0 .25rem}
h3 .quiet{font-weight:400}
p{margin:0 0 .75rem;max-width:44rem}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
code{font:.875em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
ul,ol{margin:0;padding:0;list-style:none}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static}
.quiet{color:var(--quiet)}
.kicker{margin:0;color:var(--quiet);font-size:.875rem}
.clean{color:var(--good)}.findings{color:var(--critical)}.incomplete{color:var(--unseen)}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.exempt,.known{color:var(--quiet)}.undecided,.not-inspected,.error{color:var(--unseen)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav a{display:inline-block;padding:.25rem 0}
section,footer{border-top:1px solid var(--rule);margin-top:2rem;padding-top:1.5rem}
.ledger{display:grid;gap:1.5rem;margin:1.5rem 0}
.ledger h2{font-size:1.5rem;margin:0 0 .5rem}
.ledger .none{color:var(--good)}.ledger .some{color:var(--unseen)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:0}
.counts dt{order:2;font-size:.875rem}
.counts dd{margin:0}
.counts div{display:flex;flex-direction:column}
.counts .zero{color:var(--quiet)}
.figure{font-size:2.25rem;font-variant-numeric:lining-nums tabular-nums}
.ledger li{margin:.25rem 0;max-width:36rem}
form{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));margin:0 0 1rem;align-items:end}
form[hidden]{display:none}
label{display:block;font-size:.875rem;color:var(--quiet)}
select,input,button{display:block;width:100%;min-height:2.5rem;margin-top:.125rem;padding:.25rem .5rem;font:inherit;color:var(--ink);background:var(--wash);border:1px solid var(--quiet);border-radius:3px}
button{cursor:pointer;background:none}
.more{width:auto;margin:.75rem 0;padding:.25rem 1rem}
.more[hidden]{display:none}
.search{grid-column:1/-1}
details{border-top:1px solid var(--rule)}
summary{padding:.625rem 0;cursor:pointer}
summary .quiet{margin-left:.5rem;font-size:.875rem}
.finding{padding:.75rem 0 .75rem 1rem;margin-left:.25rem;border-left:2px solid var(--rule);border-top:1px solid var(--rule);content-visibility:auto;contain-intrinsic-size:auto 8rem}
.finding p{margin:.125rem 0}
.finding .head{max-width:none}
.finding .head>*{margin-right:.5rem}
.finding strong{font-weight:600}
.finding[hidden],details[hidden]{display:none}
.controls{font-size:.8125rem;color:var(--quiet)}
.bar{display:block;width:100%;max-width:44rem;height:.5rem;margin:.25rem 0 .5rem}
.bar .violated{fill:var(--critical)}.bar .exempt{fill:var(--medium)}.bar .not-judged{fill:var(--unseen)}
.bar .met{fill:var(--good)}.bar .no-policy{fill:var(--quiet)}.bar .out-of-reach{fill:var(--rule)}
b.violated{color:var(--critical)}b.exempt{color:var(--medium)}b.not-judged{color:var(--unseen)}b.met{color:var(--good)}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;border-top:1px solid var(--rule)}
th{font-weight:600}
thead th{border-top:0;font-size:.875rem;color:var(--quiet);font-weight:400}
th[scope=rowgroup]{padding-top:1.25rem}
td .quiet{display:block;font-size:.875rem}
.short{white-space:nowrap}
.soon{color:var(--high)}.over{color:var(--critical)}
dl.policy dt{font-weight:600;margin-top:1.25rem}
dl.policy dd{margin:.25rem 0 0;max-width:44rem}
dl.policy dt:first-child{margin-top:0}
dl.policy dt:target{background:var(--wash)}
@media (max-width:40rem){
 form button{grid-column:1/-1}
 .stack thead{position:absolute;left:-999rem}
 .stack tr,.stack td,.stack th{display:block;padding-right:0}
 .stack tr{border-top:1px solid var(--rule);padding:.5rem 0}
 .stack td,.stack th{border:0;padding:.125rem 0}
}
@media (min-width:52rem){
 body{padding:3rem 2.5rem 6rem}
 .ledger{grid-template-columns:1fr 1fr;gap:3rem}
 section{display:grid;grid-template-columns:11rem minmax(0,1fr);column-gap:2.5rem;padding-top:2rem}
 section>h2{font-size:1.375rem;position:sticky;top:1.5rem;align-self:start}
 section>:not(h2){grid-column:2}
}
@media print{
 body{max-width:none;padding:0;font-size:.8125rem}
 nav,form,.skip,.more{display:none}
 .finding{content-visibility:visible;break-inside:avoid}
 a{color:inherit;text-decoration:none}
 section>h2{position:static}
}
`;
