import MarkdownIt from 'markdown-it'
import sanitize from 'sanitize-html'

/** Headings of a text stand below those of the page. */
const DEMOTED_BY = 2

const LINK_RELATION = 'nofollow ugc noopener'

// Paragraphs, line breaks, emphasis, lists, headings and links; HTML is text like any other.
const markdown = new MarkdownIt({ html: false, breaks: true, linkify: true })
  .disable(['code', 'fence', 'backticks', 'table', 'blockquote', 'hr', 'lheading', 'reference'])
  .disable(['image', 'html_block', 'html_inline', 'strikethrough', 'entity'])

// Only what is written as an address becomes a link by itself, and no mail address ever.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
markdown.validateLink = isWebAddress

markdown.core.ruler.push('demote-headings', ({ tokens }) => {
  for (const token of tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue
    token.tag = `h${String(Math.min(6, Number(token.tag.slice(1)) + DEMOTED_BY))}`
  }
})
markdown.renderer.rules['link_open'] = (tokens, index, options, _, renderer) => {
  tokens[index]?.attrSet('rel', LINK_RELATION)
  return renderer.renderToken(tokens, index, options)
}

/** An absolute address of the web; not mail, not a script, not a path of this site. */
function isWebAddress(address: string): boolean {
  if (!/^https?:\/\//i.test(address.trim())) return false
  return URL.canParse(address)
}

/** The HTML of what a person wrote, with nothing in it but what the subset of Markdown has. */
export function renderMarkdown(text: string): string {
  // A second line: it does not know how the first one came to its result.
  return sanitize(markdown.render(text), {
    allowedTags: ['p', 'br', 'em', 'strong', 'ul', 'ol', 'li', 'a', 'h3', 'h4', 'h5', 'h6'],
    allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
    allowedSchemes: ['http', 'https'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    parseStyleAttributes: false,
  }).trim()
}

/** A text with its HTML beside it. */
export const withHtml = <T extends { text: string }>(written: T | null) =>
  written && { ...written, html: renderMarkdown(written.text) }
