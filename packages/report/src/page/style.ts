/**
 * How the page looks: quiet, in light and in dark, on a wide screen and on a phone.
 */
import { dark, light } from "../plot/look.ts"

const variables = (inks: Readonly<Record<string, string>>): string =>
  Object.entries(inks).map(([name, color]) => `--${name}:${color}`).join(";")

/** The style sheet. */
export const style = `
:root{color-scheme:light dark;${variables(light)};--tint:#f5f6f7;
--sans:ui-sans-serif,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",Charter,Georgia,serif}
@media (prefers-color-scheme:dark){:root{${variables(dark)};--tint:#1b1f23}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 var(--serif)}
main{max-width:60rem;margin:0 auto;padding:3rem 1.25rem 5rem}
header p,section>p,li,.notes{max-width:44rem}
h1{font-size:2rem;line-height:1.2;font-weight:600;margin:0 0 .4rem;letter-spacing:-.01em}
/* A section that nobody has come to is laid out when somebody does; what it cuts is a rem beside the text, where buttons begin. */
main>section{content-visibility:auto;contain-intrinsic-size:auto 60rem;margin:0 -1.25rem;padding:0 1.25rem}
h2{font-size:1.3rem;font-weight:600;margin:3rem 0 .5rem;padding-top:.9rem;border-top:1px solid var(--grid)}
h3{font-size:1.05rem;font-weight:600;margin:1.8rem 0 .4rem}
p{margin:.5rem 0}
a{color:inherit;text-decoration-color:var(--faint);text-underline-offset:.15em}
.lede{color:var(--muted)}
nav{font:14px/1.9 var(--sans);margin:1.2rem 0 0}
nav a{margin-right:1rem;white-space:nowrap}
.mark{border-left:3px solid var(--c1);padding:.1rem 0 .1rem .8rem;margin:1rem 0}
figure{margin:1rem 0 1.6rem}
figcaption,.notes,details,.caption{font:14px/1.5 var(--sans);color:var(--muted)}
figcaption{max-width:44rem;margin-top:.3rem}
.map{overflow:hidden}
.fig{overflow:visible}
.fig,.map{display:block;max-width:100%;height:auto;color:var(--ink)}
.narrow{display:none}
.swatch{vertical-align:-1px;flex:none}
.scroll{overflow-x:auto;margin:.3rem 0 .6rem;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;font:13.5px/1.45 var(--sans);font-variant-numeric:tabular-nums lining-nums}
.caption{margin:1rem 0 .3rem}
th,td{padding:.22rem .7rem .22rem 0;text-align:right;white-space:nowrap;vertical-align:top}
td.range{white-space:normal}
td.range span{display:inline-block;white-space:nowrap}
td.long{white-space:normal;text-align:left;min-width:17rem}
th:first-child,td.left,th.left{text-align:left}
th{font-weight:400}
thead th{color:var(--muted);border-bottom:1px solid var(--ink);vertical-align:bottom}
tbody tr:last-child>*{border-bottom:1px solid var(--grid)}
tbody th[scope=row]{color:var(--ink)}
.notes{padding-left:1.1rem;margin:.3rem 0 1rem}
.notes li{margin:.1rem 0}
.said{padding-left:1.1rem}
.said li{margin:.35rem 0}
dl{margin:.8rem 0;max-width:52rem}
dt{font:14px/1.5 var(--sans);color:var(--muted);margin-top:.9rem}
dd{margin:.15rem 0 0}
@media (min-width:46rem){dl{display:grid;grid-template-columns:8rem 1fr;column-gap:1rem}dt{grid-column:1;margin-top:.65rem;padding-top:.15rem}
dd{grid-column:2}dt+dd{margin-top:.65rem}}
details{margin:.5rem 0}
summary{cursor:pointer;width:max-content;padding:.1rem 0}
summary:hover{color:var(--ink)}
pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-x:auto;background:var(--tint);
padding:.8rem 1rem;color:var(--ink);margin:.5rem 0}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
button,select,input{font:14px/1.3 var(--sans);color:inherit}
button{background:none;border:1px solid transparent;border-radius:3px;padding:.3rem .6rem;cursor:pointer;min-height:2rem}
button:hover{background:var(--tint)}
button[aria-pressed=true]{border-color:var(--muted);background:var(--tint)}
:focus-visible{outline:2px solid var(--c0);outline-offset:2px}
.switch,.legend,.controls{display:flex;flex-wrap:wrap;gap:.15rem .3rem;align-items:center;margin:.5rem 0}
.switch{margin-left:-.6rem}
.legend{margin-left:-.6rem;font:13px/1.3 var(--sans)}
.legend button{display:flex;text-align:left;align-items:center;gap:.45rem;font-size:13px;color:var(--ink)}
.controls{gap:.5rem 1rem;font:14px/1.4 var(--sans);color:var(--muted)}
.controls label{display:flex;align-items:center;gap:.45rem}
.controls select{color:var(--ink);background:var(--paper);border:1px solid var(--faint);border-radius:3px;padding:.25rem .4rem;max-width:13rem}
.controls input[type=range]{width:9rem;accent-color:var(--muted)}
.dim .s{opacity:.13}
.dim .s.on{opacity:1}
.dim .band.on{opacity:1}
.js .panel:not(.shown){display:none}
.map{width:100%;max-width:39rem;touch-action:manipulation}
.map .pick text{font:600 var(--size) var(--sans);fill:var(--paper);stroke:none;text-anchor:middle;dominant-baseline:central}
.map .pick.chosen circle{stroke:var(--ink);stroke-width:calc(4px*var(--scale,1))}
.item.chosen{border-color:var(--muted);background:var(--tint)}
.hands{margin-left:-.6rem}
.hands button{border-color:var(--grid);min-width:2.4rem}
.hands button[aria-pressed=true]{border-color:var(--ink)}
.dot{display:inline-block;width:.6rem;height:.6rem;border-radius:50%;margin-right:.35rem}
.map .pool{fill:none;stroke:var(--faint);stroke-width:calc(8px*var(--scale,1));stroke-linecap:round}
.map .pool.in{stroke:var(--c1);stroke-width:calc(13px*var(--scale,1))}
.map.drawing{cursor:crosshair;touch-action:none}
.map .lasso{fill:var(--c1);fill-opacity:.12;stroke:var(--c1);stroke-width:calc(2px*var(--scale,1))}
.map .pick{stroke:var(--paper);stroke-width:calc(1px*var(--scale,1));cursor:pointer}
.map .name{font:600 calc(28px*var(--scale,1)) var(--sans);fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:calc(8px*var(--scale,1));text-anchor:middle;pointer-events:none}
.split{display:grid;grid-template-columns:minmax(0,39rem) minmax(10rem,1fr);gap:1.2rem;align-items:start}
.chosen-item{font:13.5px/1.5 var(--sans);color:var(--muted);min-height:8rem}
.chosen-item strong{color:var(--ink)}
.rounds{display:grid;gap:.9rem;margin:.8rem 0}
.batch{display:grid;grid-template-columns:4.6rem 1fr;gap:.4rem .6rem;align-items:start}
.batch>b{font:13px/1.3 var(--sans);color:var(--muted);padding-top:.35rem}
.batch>div{display:flex;flex-wrap:wrap;gap:.45rem}
.item{width:3.3rem;padding:.15rem;min-height:0;text-align:center;font-size:11px;color:var(--muted);line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.thumb{display:block;width:2.8rem;height:2.8rem;margin:0 auto .1rem;background-repeat:no-repeat;image-rendering:pixelated;background-color:var(--tint)}
.thumb.large{width:5.6rem;height:5.6rem;margin:0 0 .4rem}
.gallery{list-style:none;padding:0;margin:.5rem 0 1rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.7rem .9rem}
.gallery li{font:13px/1.4 var(--sans);color:var(--muted);overflow-wrap:anywhere}
.gallery b{display:block;font-weight:600;color:var(--ink);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.gallery .thumb{margin:0 0 .25rem;background-image:var(--pictures)}
.gallery li span:not(.thumb){display:block}
.self{margin-left:.4rem;text-decoration:none;color:var(--muted);opacity:0}
:is(h2,h3):hover .self,.self:focus{opacity:1}
.js .of{display:none}
footer{margin-top:4rem;border-top:1px solid var(--grid);padding-top:.8rem;font:13px/1.5 var(--sans);color:var(--muted)}
@media (max-width:46rem){
body{font-size:16px}
main{padding:1.6rem 1rem 4rem}
main>section{margin:0 -1rem;padding:0 1rem}
h1{font-size:1.55rem}
.wide{display:none}.narrow{display:block}
.split{grid-template-columns:minmax(0,1fr)}
.chosen-item{min-height:5rem}
.batch{grid-template-columns:1fr}
}
@media print{
:root{color-scheme:light;${variables(light)};--tint:#f5f6f7}
@page{margin:16mm 14mm}
body{font-size:10.5pt}
main{max-width:none;padding:0}
.switch,.controls,.legend,.self,nav,[data-selected],.rounds,noscript{display:none}
.wide{display:block}.narrow{display:none}
.js .panel{display:block!important}
.js .of,.of{display:block;font:600 13px/1.4 var(--sans);break-after:avoid}
details{display:none}
main>section{content-visibility:visible;margin:0;padding:0}
h2,h3,.caption,thead{break-after:avoid}
figure,.split,tr,.gallery li,.mark{break-inside:avoid}
.scroll{overflow:visible}
table{font-size:7.5pt}
th,td{padding-right:.35rem;white-space:normal}
.fig,.map{max-width:100%}
.map{max-width:13cm}
.split{grid-template-columns:minmax(0,13cm)}
a{text-decoration:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`
