import { simpleParser } from 'mailparser'

/** The identifier of our mail that a delivery status notification (RFC 3464) says has failed for good. */
export async function readBounce(
  message: Buffer | string,
): Promise<{ messageId: string; status: string } | undefined> {
  const { attachments } = await simpleParser(message, { keepDeliveryStatus: true })
  const contentOf = (type: RegExp) =>
    attachments.find(({ contentType }) => type.test(contentType))?.content.toString('utf8') ?? ''
  const report = contentOf(/^message\/delivery-status$/)
  const status = /^Status:\s*(5\.\d+\.\d+)/im.exec(report)?.[1]
  const hasFailed = /^Action:\s*failed/im.test(report)
  const original = contentOf(/^(message\/rfc822|text\/rfc822-headers)$/)
  const messageId = /^Message-ID:\s*<([^@>]+)@/im.exec(original)?.[1]
  return hasFailed && status && messageId ? { messageId, status } : undefined
}
