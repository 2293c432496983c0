import { createHmac } from 'node:crypto'

/** How an erased address is remembered: who has the list alone cannot try out addresses on it. */
export const hashErased = (secret: string, subject: string) =>
  createHmac('sha256', secret).update(subject).digest('base64url')
