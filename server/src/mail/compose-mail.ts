import MailComposer from 'nodemailer/lib/mail-composer'
import { mailFooter, type MailTemplate, toMailLanguage, writeMail } from './templates.ts'

interface Composed {
  subject: string
  text: string
  html: string
}

interface Words {
  template: string
  language: string
  params: Record<string, string | number>
}

/** A mail as its reader sees it, as text and as HTML. */
export function composeMail({ template, language, params }: Words): Composed {
  const lang = toMailLanguage(language)
  const { subject, paragraphs, action } = writeMail(template as MailTemplate, lang, params)
  const { url } = params
  const button = typeof url === 'string' && action ? { url, action } : null
  const footer = mailFooter(lang)
  const colon = lang === 'fr' ? '\u00a0:' : ':'
  const text = [
    ...paragraphs,
    ...(button ? [`${button.action}${colon}\n${button.url}`] : []),
    `-- \n${footer}`,
  ].join('\n\n')

  const e = encode
  const html = `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${e(subject)}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="mail">
<p class="brand">Maillage</p>
${paragraphs.map((each) => `<p>${e(each).replaceAll('\n', '<br>')}</p>`).join('\n')}
${button ? `<p><a class="button" href="${e(button.url)}">${e(button.action)}</a></p>\n<p class="small">${e(button.url)}</p>` : ''}
<p class="small rule">${e(footer)}</p>
</div>
</body>
</html>
`
  return { subject, text, html }
}

/** Programs that know no style sheet show black on white; those that know dark mode follow it. */
const STYLE = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 24px 16px; background: #f8f5ee; color: #1f2a22; font: 17px/1.55 system-ui, sans-serif; }
.mail { max-width: 560px; margin: 0 auto; }
.brand { color: #1d5c3f; font: 600 21px/1.2 Georgia, serif; }
.button { display: inline-block; padding: 12px 20px; border-radius: 8px; background: #1d5c3f; color: #ffffff; font-weight: 600; text-decoration: none; }
.small { color: #5a6258; font-size: 14px; overflow-wrap: anywhere; }
.rule { margin-top: 32px; padding-top: 12px; border-top: 1px solid #ddd8cc; }
@media (prefers-color-scheme: dark) {
  body { background: #161c18; color: #e9e5da; }
  .brand { color: #8fd0ad; }
  .button { background: #8fd0ad; color: #10201a; }
  .small { color: #b4b7ab; }
  .rule { border-color: #3b443d; }
}`

/** What people wrote cannot become markup. */
const encode = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)

interface Envelope {
  from: string
  to: string
  messageId: string
  createdAt: Date
}

/** The message as it goes to the mail server: the same bytes in their headers at every attempt. */
export async function toMime(
  words: Words,
  { from, to, messageId, createdAt }: Envelope,
): Promise<Buffer> {
  const { unsubscribeUrl } = words.params
  const composer = new MailComposer({
    ...composeMail(words),
    from,
    to,
    messageId: `<${messageId}@${domainOf(from)}>`,
    date: createdAt,
    headers: {
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      'content-language': toMailLanguage(words.language),
      ...(typeof unsubscribeUrl === 'string' && { 'list-unsubscribe': `<${unsubscribeUrl}>` }),
    },
  })
  return composer.compile().build()
}

/** `Maillage <maillage@example.org>` → `maillage@example.org`. */
export const addressOf = (mailbox: string) => /<([^<>]+)>/.exec(mailbox)?.[1] ?? mailbox.trim()

const domainOf = (mailbox: string) => addressOf(mailbox).split('@').at(-1) ?? 'localhost'
